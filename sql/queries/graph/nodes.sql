-- The nodes of a niche's graph: its candidates and all who pay attention to them.
create or replace temp table node as
select account_no from candidate
union
select source_no from seen_edge semi join candidate on account_no = target_no
