-- The highest number of an account.
select coalesce(max(account_no), -1) from account
