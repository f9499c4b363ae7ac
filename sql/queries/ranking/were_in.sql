-- Who was of the niche in a ranking.
select account_no
from membership join ranking using (ranking_no)
where ranking_id = $ranking_id and zone = 'in'
order by account_no
