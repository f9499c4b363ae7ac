-- The niches that an account is a candidate of.
select distinct niche from niche_account where account_no = $account_no order by niche
