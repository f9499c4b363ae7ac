-- One complete visit for each account whose listing the file holds. A follow or other edge is
-- of its source's listing, a membership of its community's.
insert into visit (visit_no, platform, subject_no, listing, fetched_count, started_at, ended_at,
    ended, why)
select
    cast($visit_no + row_number() over (order by account_id, listing) as integer),
    $platform, subject_no, listing, fetched_count, $seen_at, $seen_at, 'complete', $why
from (
    select
        case when kind = 'member' then target_no else source_no end as subject_no,
        case kind when 'member' then 'members' when 'follow' then 'following' else kind end
            as listing,
        count(*) as fetched_count
    from distinct_edge
    group by all
) join account on account.account_no = subject_no
