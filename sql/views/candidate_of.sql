-- The candidates that a niche had at a moment: the fewest steps from what it names, and whether
-- it names the account itself. Rows are only added, so that a look into the past sees the past.
create or replace macro candidate_of(of_niche, moment) as table
select account_no, min(depth) as depth, bool_or(niche_account.why = 'seed') as is_seed
from niche_account
left join visit on visit_no = since_visit
where niche_account.niche = of_niche and coalesce(coalesce(visit.ended_at, visit.started_at) <= moment, true)
group by account_no
