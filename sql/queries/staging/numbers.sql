-- Native id -> account number for everything staged.
create or replace temp table staged_number as
select id, account_no from staged_id join account using (account_id)
