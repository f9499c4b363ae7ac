-- Whether a listing gave its newest rows first; null where nobody knows.
alter table visit add column is_newest_first boolean;
