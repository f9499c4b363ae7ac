-- Deletes how far a client is with accounts.
delete from contact where client = $client
