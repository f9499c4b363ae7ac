-- Writes the current edges down, sorted by target: loading them is then a plain scan.
insert into edge (source_no, target_no, kind, post_no, happened_at, weight)
select source_no, target_no, kind, post_no, happened_at, weight
from edge_as_of('infinity')
order by target_no, source_no, kind, post_no, happened_at
