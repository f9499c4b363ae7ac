-- The edges that are current, in no order yet.
create or replace temp table current_edge as select * from edge_as_of('infinity')
