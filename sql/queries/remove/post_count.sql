-- Deletes counts of posts of the visits that are removed.
delete from post_count where visit_no in (from removed_visit)
