-- How many followers or members of an account came, went and stayed between two readings of its
-- audience to the end. Counts alone: nobody of an audience is named.
with whole as (
    select subject_no, listing, started_before, started_after from listing_pair
    where listing in ('followers', 'members')
        and ended_before = 'complete' and ended_after = 'complete'
        and subject_no in (select account_no from compared)
),
seen as (
    select whole.subject_no, source_no, bool_or(visit.started_at = started_before) as was,
        bool_or(visit.started_at = started_after) as remains
    from whole
    join visit on visit.subject_no = whole.subject_no and visit.listing = whole.listing
        and visit.started_at in (started_before, started_after)
    join edge_seen using (visit_no)
    where kind in ('follow', 'member') and target_no = whole.subject_no
        and source_no <> target_no and ended is not null and ended <> 'failed'
    group by whole.subject_no, source_no
)
select whole.subject_no as account_no,
    count(source_no) filter (where not was) as gained_count,
    count(source_no) filter (where not remains) as lost_count,
    count(source_no) filter (where was and remains) as kept_count
from whole left join seen using (subject_no)
group by whole.subject_no
order by account_no
