-- The edges as they were at a moment.
create or replace temp table past_edge as
select * from edge_as_of($as_of)
order by target_no, source_no, kind, post_no, happened_at
