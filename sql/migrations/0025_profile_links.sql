-- The addresses that a profile gives: hints of who the account is elsewhere.
alter table profile add column links varchar[]
