-- The listings of a niche by how they ended.
select platform, listing, ended, count(*) as listing_count,
    cast(sum(declared_count) as bigint) as declared_count,
    cast(sum(fetched_count) as bigint) as fetched_count, cast(sum(gap_count) as bigint) as gap_count
from listing_of($niche)
group by platform, listing, ended
order by platform, listing, ended
