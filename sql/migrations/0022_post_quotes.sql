-- How often a post was quoted.
alter table post_count add column quotes_count bigint;
