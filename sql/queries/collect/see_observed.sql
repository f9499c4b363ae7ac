-- The follows and memberships that were ever observed, as seen_edge: enough to plan by, and
-- nothing has to be put together first.
create or replace temp view seen_edge as
select source_no, target_no, kind, post_no, happened_at, weight from edge_seen
where kind in ('follow', 'member')
