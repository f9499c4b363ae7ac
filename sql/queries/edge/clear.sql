-- The first half of rebuilding the current edges.
delete from edge
