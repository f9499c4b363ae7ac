-- New candidates: whom a search found, who is on a curated list that the niche names ($lists),
-- and who is on a list that holds two of its seeds.
insert into niche_account (niche, account_no, why, depth, since_visit)
select $niche, account_no, min(case listing when 'listed' then 'listed' else 'found' end), 1, $visit_no
from found
join visit using (visit_no)
where visit.niche = $niche and visit.platform = $platform
    and (listing <> 'listed' or list_contains($lists, query) or visit_no in (
        select visit_no
        from found semi join (from candidate_of($niche, 'infinity') where is_seed) using (account_no)
        group by visit_no having count(distinct account_no) >= 2
    ))
    and account_no not in (select account_no from niche_account where niche = $niche)
group by account_no
order by account_no
