-- Makes the table of the permanent ids that a list names.
create or replace temp table asked_id (account_id varchar)
