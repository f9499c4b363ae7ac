-- The keys of accounts.
select account_no, account_key from account
where account_no in (select unnest($accounts))
order by account_key, account_no
