-- How many accounts of a ranking may be of the niche, and nobody said yet whether they are.
select count(*) as account_count
from membership
left join decided_of($niche) as decided using (account_no)
where ranking_no = $ranking_no and zone = 'review' and decided.is_member is null
