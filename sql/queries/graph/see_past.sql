-- The edges as they were at a moment.
create or replace temp table past_edge as select * from edge_as_of($as_of)
