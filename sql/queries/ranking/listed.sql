-- Makes the table of the accounts whose edges are asked for.
create or replace temp table listed (account_no integer)
