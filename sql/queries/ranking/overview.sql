-- For each niche its last ranking and how many candidates are known.
select niche, candidate_count, as_of, ranking_id, account_count
from (select niche, count(distinct account_no) as candidate_count from niche_account group by niche)
full join (
    select niche, arg_max(as_of, ranking_no) as as_of, arg_max(ranking_id, ranking_no) as ranking_id,
        arg_max(account_count, ranking_no) as account_count
    from ranking group by niche
) using (niche)
order by niche
