-- Deletes the observations that make_states found.
delete from edge_seen where rowid in (from purged_edge)
