-- Makes the table of the accounts whose attention is compared.
create or replace temp table compared (account_no integer)
