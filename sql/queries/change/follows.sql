-- Who followed or was a member of the compared accounts at both dates, by the listings that were
-- read to their end at both, and by no others: what one date alone could see is no difference.
with whole as (
    select subject_no, listing, started_before as started_at, false as is_after from listing_pair
    where ended_before = 'complete' and ended_after = 'complete'
    union all
    select subject_no, listing, started_after, true from listing_pair
    where ended_before = 'complete' and ended_after = 'complete'
)
select distinct is_after, source_no, target_no, 1.0 as spent
from edge_seen
join visit using (visit_no)
join whole on whole.subject_no = visit.subject_no and whole.listing = visit.listing
    and whole.started_at = visit.started_at
where kind in ('follow', 'member') and source_no <> target_no and visit.post_no is null
    and whole.listing in ('followers', 'following', 'members', 'memberships')
    and visit.ended is not null and visit.ended <> 'failed'
    and target_no in (select account_no from compared)
order by is_after, target_no, source_no
