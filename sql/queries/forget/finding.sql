-- Takes what was unusual about an account out of every ranking.
delete from finding where account_no = $account_no
