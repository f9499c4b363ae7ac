-- Deletes what was placed in an account, and what came of it.
delete from placement where account_no = $account_no
