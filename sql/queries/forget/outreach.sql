-- Deletes how far clients are with an account, and how far they were.
delete from contact where account_no = $account_no
