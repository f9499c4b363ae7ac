-- Every ranked account of a ranking. list: people or communities.
create table ranked_account (
    ranking_no integer not null,
    account_no integer not null,
    list varchar not null,
    rank integer not null,
    is_tied boolean not null,
    score double not null,
    rank_low integer,
    rank_high integer,
    coverage double,
    tier varchar,
    followers_count bigint,
    is_excluded boolean not null
);
