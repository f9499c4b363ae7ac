-- The accounts whose listings were read for a niche on a platform and whose profile was last asked
-- for before a moment. Also of those who were gone: they may be back.
select account_id
from (
    select subject_no as account_no,
        bool_or(niche = $niche and listing in ('followers', 'members', 'posts')) as is_read,
        max(started_at) filter (
            listing = 'profile' and (ended is not null or niche = $niche)
        ) as asked_at
    from visit
    where platform = $platform and post_no is null and subject_no is not null
    group by subject_no
)
join account using (account_no)
where is_read and asked_at < $since and regexp_matches(account_id, $ids)
    and account_no in (select account_no from candidate_of($niche, 'infinity'))
order by account_id
