-- Deletes the ledger of the visits that are removed.
delete from visit where visit_no in (from removed_visit)
