-- Whom the niche points at more than the world does, until membership is measured. The niche's
-- voices are the accounts asked that it names itself (seeds, found by its words, listed) and those
-- that point at two such (one follow is chance; at as many as there are, if fewer); for an account
-- that is named, at two others: else the seeds would be judged by those who were asked because
-- they follow a seed. An account's share is how many voices point at it, against all who do; it is
-- of the niche when its share is at least two thirds of the median seed's: a celebrity whom
-- everybody follows is not. Unknown, and so not judged, where nobody's following was read. The ten
-- tempers small numbers.
create or replace temp table niche_share as
with asked as (
    select distinct subject_no as account_no
    from visit
    left join candidate_of($niche, $as_of) on account_no = subject_no
    where listing in ('following', 'memberships') and ended_at <= $as_of
        and (visit.niche is not null or account_no is not null)
),
named as (
    select distinct niche_account.account_no
    from niche_account
    semi join candidate_of($niche, $as_of) as known on known.account_no = niche_account.account_no
    where niche = $niche and why not in ('pointed at', 'referred to')
),
paid as (
    select distinct source_no, target_no
    from seen_edge
    where kind in ('follow', 'member') and source_no in (select account_no from asked)
),
heard as (
    select account_no as source_no, coalesce(pointed_count, 0) as pointed_count,
        account_no in (select account_no from named) as is_named
    from asked
    left join (
        select source_no as account_no, count(*) as pointed_count
        from paid semi join named on account_no = target_no
        group by source_no
    ) using (account_no)
),
pointed as (
    select target_no as account_no, count(*) as support
    from paid
    join heard using (source_no)
    left join (select account_no, 1 as is_one from named) as own on own.account_no = target_no
    where is_named or pointed_count - coalesce(is_one, 0)
        >= least(2, (select count(*) from named) - coalesce(is_one, 0))
    group by target_no
),
shared as (
    select account_no, support, support / (coalesce(followers_count, support) + 10) as share
    from pointed
    left join account_count_as_of($as_of) using (account_no)
),
usual as (
    select median(share) as share
    from candidate_of($niche, $as_of) join shared using (account_no)
    where is_seed
)
select account_no, support, share,
    share >= coalesce(2 / 3 * (select share from usual), 0) as is_of_niche
from shared
