-- What of a platform's daily quotas was used, the newest day of each bucket.
create table quota (
    platform varchar not null,
    bucket varchar not null,
    day date not null,
    calls_limit bigint not null,
    used_count bigint not null,
    resets_at timestamptz not null,
    primary key (platform, bucket)
)
