-- The edges (of seen_edge) among some accounts (temporary table listed), weights added up by kind.
select s.account_id as source_id, t.account_id as target_id, seen_edge.kind,
    round(sum(coalesce(weight, 1)), 9) as weight
from seen_edge
join account as s on s.account_no = source_no
join account as t on t.account_no = target_no
where source_no in (select account_no from listed) and target_no in (select account_no from listed)
group by all
order by source_id, target_id, seen_edge.kind
