-- The candidates of a niche, each with what made it one: rows are only added (see candidate_of).
-- why: seed, named, pointed at. depth: steps from what the niche names.
create table niche_account (
    niche varchar not null,
    account_no integer not null,
    why varchar not null,
    depth integer not null,
    since_visit integer not null
);
