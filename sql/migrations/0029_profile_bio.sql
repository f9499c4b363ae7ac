-- What an account says of itself, at most 2,000 characters.
alter table profile add column bio varchar
