-- Makes the table of the people of a target audience.
create or replace temp table target_person (account_no integer)
