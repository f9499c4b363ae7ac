-- The components of some accounts of a ranking.
select account_no, component, value, percentile, contribution
from component
where ranking_no = $ranking_no and account_no in (select unnest($accounts))
order by component, account_no
