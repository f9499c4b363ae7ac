-- One run of rank under one identity; `identity` and `notes` are JSON.
create table ranking (
    ranking_no integer primary key,
    ranking_id varchar not null unique,
    niche varchar not null,
    as_of timestamptz not null,
    account_count integer not null,
    identity varchar not null,
    notes varchar not null
);
