-- The candidates of a niche at a moment: those that are of the niche as far as that is known, and
-- that the limit lets in; what the niche names comes first, then the most pointed at.
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
where niche = $niche and (visit.started_at is null or visit.started_at <= $as_of)
    and (depth = 0 or coalesce(is_of_niche, true))
order by depth, coalesce(pointing_count, 0) desc, account_id
limit $limit
