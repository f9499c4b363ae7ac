-- The edges as they are now: what is written down.
create or replace temp view seen_edge as select * from edge
