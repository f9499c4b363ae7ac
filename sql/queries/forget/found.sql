-- Deletes that searches and curated lists named an account.
delete from found where account_no = $account_no
