-- The observations that say the newest weight of an edge at a moment: they are kept.
create or replace temp table weighted_edge as
select edge_seen.rowid as seen_id
from edge_seen join finished_visit using (visit_no)
where weight is not null
qualify row_number() over (
    partition by source_no, target_no, kind, post_no, case when post_no is null then happened_at end
    order by ended_at desc, visit_no desc, weight desc
) = 1
