-- How likely the account is to be of the niche.
alter table ranked_account add column probability double
