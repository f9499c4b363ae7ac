-- The accounts of a ranking, a row each. is_shown: not excluded, and not forbidden to be shown to
-- strangers by now.
select list, account_no, account_id, handle, name, rank, score, rank_low, rank_high, p_top,
    ranked_account.coverage, tier, followers_count, is_excluded,
    not is_excluded and not coalesce(is_unlisted, false) as is_shown
from ranked_account
join account using (account_no)
left join profile_as_of('infinity') using (account_no)
where ranking_no = $ranking_no
order by list, rank, account_id
