-- The listings of accounts as they were last read until an earlier moment, and between it and a
-- later one: two rows of one table side by side, empty where a listing was not read. A visit that
-- goes on from a cut one counts with it: they begin at the same moment.
create or replace temp table listing_pair as
with reading as (
    select subject_no, listing, started_at, max(ended_at) as read_at,
        arg_max(ended, (ended_at, visit_no)) as ended, max(fetched_count) as fetched_count,
        arg_max(declared_count, (ended_at, visit_no)) as declared_count
    from visit
    where subject_no is not null and post_no is null and query is null
        and ended is not null and ended <> 'failed' and ended_at <= $later
    group by subject_no, listing, started_at
),
before as (
    select * from reading where read_at <= $earlier
    qualify row_number() over (partition by subject_no, listing order by read_at desc, started_at desc) = 1
),
after as (
    select * from reading where read_at > $earlier
    qualify row_number() over (partition by subject_no, listing order by read_at desc, started_at desc) = 1
)
select coalesce(before.subject_no, after.subject_no) as subject_no,
    coalesce(before.listing, after.listing) as listing,
    before.started_at as started_before, before.ended as ended_before,
    before.fetched_count as fetched_before, before.declared_count as declared_before,
    after.started_at as started_after, after.ended as ended_after,
    after.fetched_count as fetched_after, after.declared_count as declared_after
from before
full join after on after.subject_no = before.subject_no and after.listing = before.listing
