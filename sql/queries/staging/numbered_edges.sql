-- The staged edges by number, row for row; null where an end is suppressed.
create or replace temp table numbered_edge as
select staged_edge.visit_no, s.account_no as source_no, t.account_no as target_no,
    staged_edge.kind, post.post_no, staged_edge.happened_at, staged_edge.weight
from staged_edge
left join staged_number as s on s.id = staged_edge.source
left join staged_number as t on t.id = staged_edge.target
left join post on post.post_id = $prefix || staged_edge.post
