-- What became of the staged edges: rows read, self-loops among them, rows that name a suppressed
-- account, edges that are left (an undirected row counts once for each direction).
select
    count(*) as row_count,
    count(*) filter (where source_no = target_no) as loop_count,
    count(*) filter (where source_no is null or target_no is null) as suppressed_count,
    (select count(*) from distinct_edge) as edge_count
from numbered_edge
