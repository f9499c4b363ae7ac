-- Deletes the observations of edges of the visits that are removed.
delete from edge_seen where visit_no in (from removed_visit)
