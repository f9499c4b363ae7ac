-- The keyed hashes of the suppressed accounts.
select account_hash from suppressed order by account_hash
