-- Whom the niche points at more than the world does, until membership is measured: of the
-- accounts visited for a niche, how many follow an account, against all who do. An account is of
-- the niche when that share is at least half of what it is for the niche's median seed; a
-- celebrity whom everybody follows is not. Unknown, and so not judged, where nobody's following
-- was read. The ten tempers small numbers.
create or replace temp table niche_share as
with visited as (
    select distinct subject_no as account_no
    from visit
    left join candidate_of($niche, $as_of) on account_no = subject_no
    where listing in ('following', 'memberships') and ended_at <= $as_of
        and (visit.niche = $niche or account_no is not null)
),
pointed as (
    select target_no as account_no, count(distinct source_no) as support
    from seen_edge
    where kind in ('follow', 'member') and source_no in (select account_no from visited)
    group by target_no
),
shared as (
    select account_no, support, support / (coalesce(followers_count, support) + 10) as share
    from pointed
    left join account_count_as_of($as_of) using (account_no)
),
usual as (
    select median(coalesce(share, 0)) as share
    from candidate_of($niche, $as_of)
    left join shared using (account_no)
    where is_seed
)
select account_no, support, share, share >= coalesce(0.5 * (select share from usual), 0) as is_of_niche
from shared
