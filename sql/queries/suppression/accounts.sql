-- All accounts that are stored, by permanent id.
select account_id, account_no from account order by account_id
