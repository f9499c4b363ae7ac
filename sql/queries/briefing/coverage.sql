-- The listings of a niche by how they had ended by a moment; see status/totals.
with read as (
    select platform, listing, ended, declared_count, fetched_count
    from visit
    where ended is not null and ended_at <= $as_of
        and (niche = $niche or (niche is not null and subject_no in (
            select account_no from candidate_of($niche, $as_of)
        )))
    qualify row_number() over (
        partition by platform, subject_no, post_no, query, listing
        order by started_at desc, fetched_count desc, visit_no desc
    ) = 1
)
select platform, listing, ended, count(*) as listings_count,
    cast(sum(declared_count) as bigint) as declared_count,
    cast(sum(fetched_count) as bigint) as fetched_count
from read
group by platform, listing, ended
order by platform, listing, ended
