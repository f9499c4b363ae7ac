-- Makes the table of how likely each account of a niche's graph is to be of the niche.
create or replace temp table niche_probability (account_no integer, probability double)
