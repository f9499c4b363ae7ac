-- The candidates of a niche. why: seed, named, pointed at, listed.
create table niche_account (
    niche varchar not null,
    account_no integer not null,
    why varchar not null,
    since_visit integer not null
);
