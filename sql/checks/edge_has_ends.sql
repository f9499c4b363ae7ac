-- Observed or current edges that point from, at or about something that is not stored.
select source_no, target_no, kind, post_no
from (
    select source_no, target_no, kind, post_no from edge_seen
    union all
    select source_no, target_no, kind, post_no from edge
)
where source_no not in (select account_no from account)
    or target_no not in (select account_no from account)
    or (post_no is not null and post_no not in (select post_no from post))
order by all
