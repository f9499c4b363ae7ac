-- The suppress list.
select account_hash, suppressed_at from suppressed order by account_hash
