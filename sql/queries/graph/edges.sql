-- The niche's graph: the edges into its candidates and those among their sources, one row for
-- each pair and layer (0 follow and member, 1 interactions), weighted by kind. Sums are
-- rounded: threads add up in any order.
select source_no, target_no, layer, 
    round(sum(coalesce(seen_edge.weight, 1) * kind_weight.weight), 9) as weight
from seen_edge
join kind_weight using (kind)
where source_no in (select account_no from node) and target_no in (select account_no from node)
    and kind_weight.weight > 0
group by source_no, target_no, layer
order by target_no, source_no, layer
