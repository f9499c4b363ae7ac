-- The key of each account by its number.
select account_no, account_key from account order by account_no
