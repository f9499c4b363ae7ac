-- Who reacted to the paired posts of the compared accounts, by what was read until each date: each
-- person once a post, whatever it did there. Needs kind_weight.
select distinct is_after, account_no as target_no, post_pair.post_no, source_no, 1.0 as spent
from edge_seen
join visit using (visit_no)
join post_pair on post_pair.post_no = edge_seen.post_no and account_no = target_no
join kind_weight on kind_weight.kind = edge_seen.kind
where is_own and layer = 1 and kind_weight.weight > 0 and source_no <> target_no
    and ended is not null and ended_at <= moment
order by is_after, target_no, post_pair.post_no, source_no
