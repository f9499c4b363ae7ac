-- Deletes the pages of the visits that tell of an account.
delete from page where visit_no in (from visit_about($account_no))
