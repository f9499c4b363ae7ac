-- Takes an account's components out of every ranking.
delete from component where account_no = $account_no
