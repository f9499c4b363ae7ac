-- Takes an account out of every niche.
delete from niche_account where account_no = $account_no
