-- Deletes an account's identity.
delete from account where account_no = $account_no
