-- The listings of a platform that a limit of pages cut which is wider now, and where to go on: a
-- visit that goes on begins when the cut one did, so that what either saw is current.
select account_id, post_id, visit.listing, started_at, declared_count, fetched_count, visit.cursor
from visit
join account on account_no = subject_no
left join post using (post_no)
where visit.platform = $platform and ended = 'cut' and visit.cursor is not null
    and not exists (
        from listing_done($niche, $platform, $first_visit, $pages, $enough_posts) as done
        where done.subject_no = visit.subject_no and done.listing = visit.listing
            and done.post_no is not distinct from visit.post_no
    )
qualify row_number() over (
    partition by visit.subject_no, visit.post_no, visit.listing
    order by started_at desc, fetched_count desc, visit_no desc
) = 1
order by account_id, post_id, visit.listing
