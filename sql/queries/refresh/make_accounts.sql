-- The accounts whose listings were read for a niche on a platform, in the order in which they are
-- read again. First, in doubt: who may be in or out of the last ranking's shortlist of $size, by its
-- own word or by $near places, or who may not be of the niche at all. Then by how long ago they were
-- read, the sooner the higher they stand. (Only whole days and ranks decide: of equals the id.)
create or replace temp table refreshed_account as
with known as (
    select subject_no as account_no, max(started_at) filter (
            niche = $niche and listing in ('followers', 'members', 'posts') and ended is not null
        ) as read_at,
        arg_max(ended, visit_no) filter (listing = 'profile' and ended <> 'failed') = 'gone' as is_gone,
        max(started_at) filter (listing = 'profile' and ended = 'complete') as asked_at
    from visit
    where platform = $platform and post_no is null and subject_no is not null
    group by subject_no
),
stood as (
    select account_no, min(rank) as rank, bool_or(
            coalesce(p_top between 0.1 and 0.9, false) or coalesce(standing = 'borderline', false)
            or (list <> 'in doubt' and abs(rank - $size) <= $near) or list = 'in doubt'
        ) as is_in_doubt
    from ranked_account
    where ranking_no = (select max(ranking_no) from ranking where niche = $niche) and not is_excluded
    group by account_no
)
select account_no, account_id, coalesce(kind, 'person') as kind, asked_at,
    coalesce(is_in_doubt, false) as is_in_doubt,
    row_number() over (order by coalesce(is_in_doubt, false) desc,
        (date_diff('day', read_at, $now) + 1) / log2(coalesce(rank, 1000000) + 1) desc, account_id
    ) as place
from known
join account using (account_no)
left join stood using (account_no)
where read_at is not null and not coalesce(is_gone, false) and regexp_matches(account_id, $ids)
    and account_no in (select account_no from candidate_of($niche, 'infinity'))
    and account_no not in (select account_no from profile_as_of('infinity') where is_unlisted)
