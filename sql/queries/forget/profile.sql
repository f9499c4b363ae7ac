-- Deletes everything an account said of itself.
delete from profile where account_no = $account_no
