-- Lets the queries that follow read the past.
create or replace temp view seen_edge as select * from past_edge
