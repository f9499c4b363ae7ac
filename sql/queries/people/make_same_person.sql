-- Makes the table of the accounts that are one person with others: the person's number, and the
-- account's place among its accounts by permanent id.
create or replace temp table same_person (account_no integer, person_no integer, place integer)
