-- The candidates of a niche at a moment: what it names, then the most pointed at among those that
-- somebody points at and that are of the niche as far as that is known; as the limit lets in.
create or replace temp table candidate as
select niche_account.account_no, coalesce(account.kind, 'person') as kind
from niche_account
join account using (account_no)
left join niche_share using (account_no)
left join visit on visit_no = since_visit
left join (
    select target_no as account_no, count(distinct source_no) as pointing_count
    from seen_edge group by target_no
) as pointed using (account_no)
where niche = $niche and coalesce(coalesce(visit.ended_at, visit.started_at) <= $as_of, true)
    and (depth = 0 or (pointing_count > 0 and coalesce(is_of_niche, true)))
order by depth, coalesce(pointing_count, 0) desc, account_id
limit $limit
