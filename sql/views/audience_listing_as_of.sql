-- The newest finished listing of each account's audience at a moment, of those that did not fail:
-- the row of the visit.
create or replace macro audience_listing_as_of(moment) as table
select subject_no as account_no, arg_max(visit, (ended_at, visit_no)) as listed
from visit
where listing in ('followers', 'members') and ended is not null and ended_at <= moment
    and ended <> 'failed' and subject_no is not null
group by subject_no
