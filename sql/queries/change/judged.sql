-- Whom a ranking judged, and to which end.
select account_no, zone, probability
from membership
where ranking_no = $ranking_no
order by account_no
