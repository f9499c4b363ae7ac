-- Whatever the edges of a file point at becomes a candidate; their sources are audience.
insert into niche_account (niche, account_no, why, depth, since_visit)
select $niche, target_no, 'pointed at', 1, $visit_no
from (select distinct target_no from distinct_edge)
where target_no not in (select account_no from niche_account where niche = $niche)
order by target_no
