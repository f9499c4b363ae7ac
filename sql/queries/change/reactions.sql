-- Who reacted to the paired posts of the compared accounts, and how much, by what was read until
-- each date. Needs kind_weight.
select is_after, account_no as target_no, post_no, source_no, sum(kappa) as spent
from (
    select distinct is_after, account_no, post_pair.post_no, source_no, edge_seen.kind,
        coalesce(edge_seen.weight, 1) * kind_weight.weight as kappa
    from edge_seen
    join visit using (visit_no)
    join post_pair on post_pair.post_no = edge_seen.post_no and account_no = target_no
    join kind_weight on kind_weight.kind = edge_seen.kind
    where is_own and layer = 1 and kind_weight.weight > 0 and source_no <> target_no
        and ended is not null and ended_at <= moment
)
group by all
order by is_after, target_no, post_no, source_no
