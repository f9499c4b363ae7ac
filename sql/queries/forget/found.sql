-- Deletes that searches and curated lists named an account, and whom its own lists named.
delete from found where account_no = $account_no or visit_no in (from visit_about($account_no))
