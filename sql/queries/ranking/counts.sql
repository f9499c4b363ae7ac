-- How many accounts a ranking still holds, how many of them are excluded, by list.
select list, count(*) as account_count, count(*) filter (where is_excluded) as excluded_count
from ranked_account where ranking_no = $ranking_no
group by list order by list
