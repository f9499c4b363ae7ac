-- New candidates: whom at least two of the niche's voices point at (one follow is chance), as far
-- as their declared counts say that they are of the niche (temporary table niche_share). One step
-- further than the nearest of those who point: a candidate, or one of the audience with the
-- candidates that it points at.
insert into niche_account (niche, account_no, why, depth, since_visit)
with asked as (
    select distinct subject_no as account_no
    from visit where niche is not null and listing in ('following', 'memberships')
),
pointing as (
    select account_no, depth from candidate_of($niche, 'infinity')
    union all
    select source_no, min(depth)
    from seen_edge
    join candidate_of($niche, 'infinity') as candidate on candidate.account_no = target_no
    where source_no in (select account_no from asked)
    group by source_no
)
select $niche, niche_share.account_no, 'pointed at', min(depth) + 1, $visit_no
from niche_share
join seen_edge on target_no = niche_share.account_no
join pointing on pointing.account_no = source_no
join account on account.account_no = niche_share.account_no
join account_count_as_of('infinity') as counted on counted.account_no = niche_share.account_no
where support >= 2 and is_of_niche and followers_count is not null
    and niche_share.account_no not in (select account_no from niche_account where niche = $niche)
group by niche_share.account_no, support, account_id
order by support desc, account_id
limit greatest(0, $limit - (select count(*) from candidate_of($niche, 'infinity')))
