-- When the newest contact of a client was told: a row with told_at, null where it has none.
select max(told_at) as told_at from contact where client = $client
