-- What a person decided of an account of a niche, a row a decision; the newest one counts.
-- is_member: of the niche or not; role: what it does there; null where nothing was said of it.
create table review (
    niche varchar not null,
    account_no integer not null,
    is_member boolean,
    "role" varchar,
    decided_by varchar not null,
    decided_at timestamptz not null
)
