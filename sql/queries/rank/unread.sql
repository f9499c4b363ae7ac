-- The niche's listings that were begun or planned by a moment and not read since: they failed, or
-- a run was broken off. By platform and why; what limits cut is no gap of this kind.
with told as (
    select platform, case when ended_at <= $as_of then ended end as ended
    from visit
    where started_at <= $as_of and (niche = $niche or (niche is not null and subject_no in (
        select account_no from candidate_of($niche, $as_of)
    )))
    qualify row_number() over (
        partition by platform, subject_no, post_no, query, listing
        order by started_at desc, ended is null desc, fetched_count desc, visit_no desc
    ) = 1
)
select platform, coalesce(ended, 'unfinished') as why, count(*) as listing_count
from told
where ended is null or ended = 'failed'
group by all
order by platform, why
