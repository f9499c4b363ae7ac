-- The permanent ids of everything staged, to be held against the suppress list.
select account_id from staged_id order by account_id
