-- The attention that was ever observed and by which people are known to each other, as seen_edge:
-- follows, memberships and comments. Enough to plan by, and nothing has to be put together first.
create or replace temp view seen_edge as
select source_no, target_no, kind, post_no, happened_at, weight from edge_seen
where kind in ('follow', 'member', 'comment')
