-- Stores what of a daily quota is used by now.
insert into quota (platform, bucket, day, calls_limit, used_count, resets_at)
values ($platform, $bucket, $day, $limit, $used, $resets_at)
on conflict do update set day = excluded.day, calls_limit = excluded.calls_limit,
    used_count = excluded.used_count, resets_at = excluded.resets_at
