-- When a niche's listings on a platform were read again: whatever was read before "since". Without
-- ended_at it is under way, or was broken off and goes on with the next crawl.
create table refresh (
    niche varchar not null,
    platform varchar not null,
    since timestamptz not null,
    begun_at timestamptz not null,
    ended_at timestamptz
)
