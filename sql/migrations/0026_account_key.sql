-- A number that an account has in every store, in whatever order accounts came: what is sampled
-- or tied goes by it, and graphs are loaded without reading a text.
alter table account add column account_key ubigint
