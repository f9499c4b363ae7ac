-- Whom the paired posts of anybody mention or pass on, of the compared accounts, by what was read
-- until each date: each once a post. Needs kind_weight.
select is_after, account_no as source_no, target_no,
    cast(count(distinct edge_seen.post_no) as double) as spent
from edge_seen
join visit using (visit_no)
join post_pair on post_pair.post_no = edge_seen.post_no and account_no = source_no
join kind_weight on kind_weight.kind = edge_seen.kind
where not is_own and layer = 1 and kind_weight.weight > 0 and source_no <> target_no
    and ended is not null and ended_at <= moment
    and target_no in (select account_no from compared)
group by all
order by is_after, target_no, source_no
