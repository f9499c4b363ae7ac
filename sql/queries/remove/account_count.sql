-- Deletes declared counts of the visits that are removed.
delete from account_count where visit_no in (from removed_visit)
