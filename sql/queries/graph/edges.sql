-- The edges of one layer (0 follow and member, 1 interactions), weighted by kind.
select source_no, target_no, coalesce(seen_edge.weight, 1) * kind_weight.weight as weight
from seen_edge
join kind_weight using (kind)
where layer = $layer and kind_weight.weight > 0
