-- Deletes the addresses of curated lists of the visits that are removed.
delete from found_list where visit_no in (from removed_visit)
