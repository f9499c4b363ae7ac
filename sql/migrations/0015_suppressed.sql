-- Keyed hashes of the accounts that must never be taken in again; the key lies outside the store.
create table suppressed (
    account_hash varchar primary key,
    suppressed_at timestamptz not null
);
