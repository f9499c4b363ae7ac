-- Takes how unusual an account was out of every ranking.
delete from risk where account_no = $account_no
