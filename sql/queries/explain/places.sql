-- The places of the list of a ranking in which an account stands, the best first; no row if it
-- stands in none. is_shown: not excluded, and not forbidden to be shown to strangers by now.
select list, account_no, account_id, handle, name, rank, is_tied, score, rank_low, rank_high, p_top,
    standing, stress, coverage, is_excluded,
    not is_excluded and not coalesce(is_unlisted, false) as is_shown
from ranked_account
join account using (account_no)
left join profile_as_of('infinity') using (account_no)
where ranking_no = $ranking_no and list = (
    select list from ranked_account where ranking_no = $ranking_no and account_no = $account_no
)
order by rank, account_id
