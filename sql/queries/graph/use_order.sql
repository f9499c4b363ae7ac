-- The order of nodes as it is now: what is written down.
create or replace temp view seen_order as select * from node_order
