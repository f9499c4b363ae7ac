-- Takes an account out of every ranking.
delete from ranked_account where account_no = $account_no
