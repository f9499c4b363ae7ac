-- Who follows or is a member of each of the asked accounts; needs asked_audience and seen_edge.
select target_no, source_no
from seen_edge
join asked_audience on account_no = target_no
where kind in ('follow', 'member')
