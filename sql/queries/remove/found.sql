-- Deletes whom searches and curated lists named of the visits that are removed.
delete from found where visit_no in (from removed_visit)
