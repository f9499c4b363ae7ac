-- Since when an account exists, as its platform says.
alter table profile add column created_at timestamptz
