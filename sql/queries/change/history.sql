-- One account in all rankings of a niche, the earliest first: of one moment the ranking made last.
-- rank and what follows is null where it was not ranked; zone where it was not judged.
with last as (
    select ranking_no, ranking_id, as_of from ranking
    where niche = $niche
    qualify row_number() over (partition by as_of order by ranking_no desc) = 1
)
select as_of, ranking_id, list, rank,
    (
        select count(*) from ranked_account as other
        where other.ranking_no = last.ranking_no and other.list = placed.list
    ) as accounts_count,
    score, rank_low, rank_high, p_top, coverage, followers_count, zone
from last
left join ranked_account as placed
    on placed.ranking_no = last.ranking_no and placed.account_no = $account_no
left join membership
    on membership.ranking_no = last.ranking_no and membership.account_no = $account_no
order by as_of
