-- Writes the current edges down in the order of their targets, then their sources, as nodes.
insert into edge (source_no, target_no, kind, post_no, happened_at, weight)
select source_no, target_no, kind, post_no, happened_at, weight
from current_edge
join node_order as target on target.account_no = target_no
join node_order as source on source.account_no = source_no
order by target.place, source.place, kind, post_no, happened_at
