-- The components of a ranking's accounts, a row each.
select account_no, component, value, percentile, contribution
from component
where ranking_no = $ranking_no
order by account_no, component
