-- Makes the table of the accounts whose audiences are asked for.
create or replace temp table asked_audience (account_no integer)
