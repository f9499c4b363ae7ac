-- What a search asked for or which curated list was read, where a visit is of no account.
alter table visit add column query varchar;
