-- The metrics of a ranking's accounts, a row each.
select account_no, metric, value, posts_count, note
from measure
where ranking_no = $ranking_no
order by account_no, metric
