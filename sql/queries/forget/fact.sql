-- Takes an account's facts out of every ranking.
delete from fact where account_no = $account_no
