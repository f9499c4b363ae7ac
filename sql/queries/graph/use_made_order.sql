-- Lets the queries that follow read the order that was made.
create or replace temp view seen_order as select * from made_order
