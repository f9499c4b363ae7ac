-- Takes why an account was of a niche out of every ranking.
delete from membership where account_no = $account_no
