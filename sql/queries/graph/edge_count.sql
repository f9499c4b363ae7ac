-- How many edges there are, of all kinds.
select count(*) from seen_edge
