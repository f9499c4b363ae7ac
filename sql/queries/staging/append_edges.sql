-- Appends what the staged visits observed, sorted by target.
insert into edge_seen (visit_no, source_no, target_no, kind, post_no, happened_at, weight)
select visit_no, source_no, target_no, kind, post_no, happened_at, weight
from distinct_edge
order by target_no, source_no, kind, post_no, happened_at
