-- Deletes an account's declared counts.
delete from account_count where account_no = $account_no
