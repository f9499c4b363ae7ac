-- Suppresses an account by its hash; doing it twice changes nothing.
insert into suppressed (account_hash, suppressed_at) values ($account_hash, $now)
on conflict do nothing
