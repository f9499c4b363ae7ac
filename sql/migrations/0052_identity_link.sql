-- Which accounts are one person, a row a pair and word. status 'verified': their profiles prove it,
-- as of decided_at, found for a niche and written anew with each look; 'confirmed' and 'rejected':
-- a person said so, which holds for every niche, and the newest word counts. account_no is the
-- smaller of the two numbers; kind and evidence are what speaks for it, in words.
create table identity_link (
    account_no integer not null,
    other_no integer not null,
    status varchar not null,
    kind varchar not null,
    evidence varchar not null,
    niche varchar,
    decided_by varchar,
    decided_at timestamptz not null
)
