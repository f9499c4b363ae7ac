-- Deletes what accounts said of themselves of the visits that are removed.
delete from profile where visit_no in (from removed_visit)
