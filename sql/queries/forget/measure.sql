-- Takes an account's metrics out of every ranking.
delete from measure where account_no = $account_no
