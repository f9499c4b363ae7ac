-- Whether what was just staged meets what its dataset already has: of the staged accounts, how
-- many were known as an edge's end and how many by profile; and whether there were such at all.
select
    count(*) as staged_count,
    count(*) filter (where account_no in (select account_no from profile)) as profiled_count,
    count(*) filter (where account_no in (select target_no from edge)) as targeted_count,
    exists (select 1 from profile join account using (account_no)
        where starts_with(account_id, $prefix)) as has_profiles,
    exists (select 1 from edge join account on account_no = target_no
        where starts_with(account_id, $prefix)) as has_edges
from staged_number
