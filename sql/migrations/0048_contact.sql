-- How far a client is with an account, a row a change; the newest one counts and none is lost.
-- client: of all its niches; status_on: since which day; known_at is told_at of the newest row.
create table contact (
    client varchar not null,
    account_no integer not null,
    status varchar not null,
    status_on date not null,
    owner varchar,
    note varchar,
    price double,
    currency varchar,
    source varchar not null,
    told_at timestamptz not null
)
