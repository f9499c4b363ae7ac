-- Opens the visits of a batch, or brings them up to date with their newest page. Those of a
-- suppressed account have no number and fall away.
insert into visit (visit_no, platform, niche, subject_no, post_no, query, listing,
    is_newest_first, declared_count, fetched_count, started_at, ended_at, ended, why, cursor)
select staged_visit.visit_no, $platform, $niche, staged_number.account_no, post.post_no, query,
    listing, is_newest_first, declared_count, fetched_count, started_at, ended_at, ended, why,
    staged_visit.cursor
from staged_visit
left join staged_number on staged_number.id = staged_visit.subject
left join post on post.post_id = staged_visit.post
where staged_visit.subject is null or staged_number.account_no is not null
on conflict (visit_no) do update set started_at = excluded.started_at,
    declared_count = excluded.declared_count, fetched_count = excluded.fetched_count,
    ended_at = excluded.ended_at, ended = excluded.ended, why = excluded.why,
    cursor = excluded.cursor
