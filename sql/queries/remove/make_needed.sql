-- The accounts that other niches need: their candidates, whoever an observed edge joins to one, and
-- whoever was visited for them.
create or replace temp table needed_account as
with candidate as (
    select account_no from niche_account where niche <> $niche
)
from candidate
union
select source_no from edge_seen where target_no in (from candidate)
union
select target_no from edge_seen where source_no in (from candidate)
union
select subject_no from visit where niche <> $niche and subject_no is not null
