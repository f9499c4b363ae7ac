-- Which news of a niche a channel (webhook, mail, telegram) took, so that none is told twice.
-- news: SHA-256 of what happened to whom and when, no text; account_no: of whom, null where it is of
-- nobody; as_of: of the newest ranking that was told with it.
create table news_told (
    niche varchar not null,
    channel varchar not null,
    news varchar not null,
    account_no integer,
    as_of timestamptz not null,
    told_at timestamptz not null
)
