-- The completeness ledger of a niche: each listing as its newest reading left it, also where it was
-- read for another niche that shares the account. A second reading, and one that goes on from a cut
-- one, begin with the first and count with it: the fullest is told. gap_count is what the platform
-- declares and did not show us: deactivated, blocked, taken down, or unread.
create or replace macro listing_of(of_niche) as table
select platform, subject_no, post_no, query, listing, declared_count, fetched_count,
    greatest(0, declared_count - fetched_count) as gap_count, is_newest_first,
    coalesce(ended, 'unfinished') as ended, why, ended_at
from visit
where niche = of_niche or (niche is not null and subject_no in (
    select account_no from candidate_of(of_niche, 'infinity')
))
qualify row_number() over (
    partition by platform, subject_no, post_no, query, listing
    order by started_at desc, ended is null desc, fetched_count desc, visit_no desc
) = 1
