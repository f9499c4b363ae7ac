-- Deletes the pages of the visits that are removed.
delete from page where visit_no in (from removed_visit)
