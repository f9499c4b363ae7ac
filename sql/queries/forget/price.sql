-- Deletes what advertising in an account costs.
delete from price where account_no = $account_no
