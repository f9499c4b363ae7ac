-- New candidates: whom at least two of the accounts visited for the niche point at (one follow is
-- chance), as far as they are of the niche (temporary table niche_share).
insert into niche_account (niche, account_no, why, depth, since_visit)
select $niche, niche_share.account_no, 'pointed at', min(depth) + 1, $visit_no
from niche_share
join seen_edge on target_no = niche_share.account_no
join candidate_of($niche, 'infinity') as pointing on pointing.account_no = source_no
join account on account.account_no = niche_share.account_no
where support >= 2 and is_of_niche
    and niche_share.account_no not in (select account_no from niche_account where niche = $niche)
group by niche_share.account_no, support, account_id
order by support desc, account_id
limit greatest(0, $limit - (select count(*) from candidate_of($niche, 'infinity')))
