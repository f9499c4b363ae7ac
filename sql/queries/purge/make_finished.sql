-- The visits to accounts that were finished by a moment, with what came after them by then: whether
-- the listing was read to its end later (is_past: whatever this visit saw of it says nothing any more)
-- and whether it was read again at all (is_again). A visit that goes on from a cut one, and a second
-- reading, begin with the first and are one reading with it.
create or replace temp table finished_visit as
with finished as (
    select visit_no, subject_no, listing, started_at, ended_at, ended
    from visit
    where ended is not null and ended_at <= $since
),
reading as (
    select subject_no, listing, max(started_at) filter (ended <> 'failed') as last_started_at,
        max(started_at) filter (ended = 'complete') as complete_started_at
    from finished
    where subject_no is not null
    group by subject_no, listing
)
select finished.*,
    coalesce(ended_at < complete_started_at, false) as is_past,
    coalesce(started_at < last_started_at, false) as is_again
from finished left join reading using (subject_no, listing)
