-- Deletes what people decided of an account.
delete from review where account_no = $account_no
