-- How likely the account is among the first of its list, as many as the niche file lists.
alter table ranked_account add column p_top double
