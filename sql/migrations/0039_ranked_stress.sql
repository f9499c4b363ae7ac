-- The places it takes when a seed or a layer is left out, from best to worst; null where not tried.
alter table ranked_account add column stress integer[]
