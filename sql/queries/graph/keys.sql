-- The key of each account.
select account_no, account_key from account
