-- What a client placed in an account and what came of it, a row a time that somebody said so; the
-- newest one for an account, day and format counts. expected_*: what was to be expected by what was
-- known before that day; null where nothing was.
create table placement (
    client varchar not null,
    account_no integer not null,
    placed_on date not null,
    format varchar not null,
    cost double,
    currency varchar,
    views bigint,
    clicks bigint,
    sales bigint,
    revenue double,
    post_url varchar,
    expected_views double,
    expected_from varchar,
    expected_cost double,
    expected_currency varchar,
    source varchar not null,
    told_at timestamptz not null
)
