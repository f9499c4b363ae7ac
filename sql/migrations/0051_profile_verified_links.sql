-- The addresses of a profile of which the platform checked that they are the account's own.
alter table profile add column verified_links varchar[]
