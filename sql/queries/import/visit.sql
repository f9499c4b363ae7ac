-- The visit that a whole file is.
insert into visit (visit_no, platform, listing, fetched_count, started_at, ended_at, ended, why)
values ($visit_no, $platform, 'file', $fetched_count, $seen_at, $seen_at, $ended, $why)
