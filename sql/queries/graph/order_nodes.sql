-- The order of nodes by the edges that are seen.
create or replace temp table made_order as select * from node_order_of('seen_edge')
