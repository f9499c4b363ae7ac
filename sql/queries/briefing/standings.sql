-- Where some accounts stood in some rankings, a row each that stood in a list.
select ranking_no, account_no, rank, rank_low, rank_high
from ranked_account
where ranking_no in (select unnest($rankings)) and account_no in (select unnest($accounts))
order by ranking_no, account_no
