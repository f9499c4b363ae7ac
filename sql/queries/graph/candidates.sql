-- The candidates of a niche at a moment: those the limit lets in, seeds and named ones first, then
-- the most pointed at.
create or replace temp table candidate as
select niche_account.account_no, coalesce(account.kind, 'person') as kind
from niche_account
join account using (account_no)
left join visit on visit_no = since_visit
left join (
    select target_no as account_no, count(distinct source_no) as support
    from seen_edge group by target_no
) as pointed using (account_no)
where niche = $niche and (visit.started_at is null or visit.started_at <= $as_of)
order by depth, coalesce(support, 0) desc, account_id
limit $limit
