-- Deletes the visits to an account, its posts and its curated lists.
delete from visit where visit_no in (from visit_about($account_no))
