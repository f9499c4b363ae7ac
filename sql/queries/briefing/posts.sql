-- The newest post of some accounts of a ranking and the two that were received best; none of those
-- that forbid by now being shown to strangers.
select account_no, list_concat(recent_posts[:1], best_posts[:2]) as posts
from fact
where ranking_no = $ranking_no and account_no in (select unnest($accounts))
    and account_no not in (select account_no from profile_as_of('infinity') where is_unlisted)
order by account_no
