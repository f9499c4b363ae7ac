-- Deletes what a client placed, and what came of it.
delete from placement where client = $client
