-- New candidates: whom those point at who were visited for this niche. At least two of them must,
-- one follow is chance; and of the others those come first whom the niche points at more than
-- the world does (share of the declared followers; the root tempers small numbers).
insert into niche_account (niche, account_no, why, depth, since_visit)
with pointed as (
    select target_no as account_no, count(distinct source_no) as support, min(depth) + 1 as depth
    from edge
    join niche_account on account_no = source_no and niche = $niche
    where source_no in (
        select subject_no from visit where listing in ('following', 'memberships')
    )
    group by target_no
    having count(distinct source_no) >= 2
)
select $niche, account_no, 'pointed at', depth, $visit_no
from pointed
join account using (account_no)
left join account_count_as_of('infinity') as declared using (account_no)
where account_no not in (select account_no from niche_account where niche = $niche)
order by support / sqrt(coalesce(followers_count, support) + 10) desc, account_id
limit greatest(0, $limit - (select count(*) from niche_account where niche = $niche))
