-- Forgets the staged ids that are suppressed; edges and posts that name them fall away with them.
delete from staged_id where account_id in (select account_id from staged_suppressed)
