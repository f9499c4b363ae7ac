-- The clients of whom a contact is stored.
select distinct client from contact order by client
