-- How many listings of a niche on a platform are known in part, by why.
select ended as why, count(*) as listing_count
from listing_of($niche)
where platform = $platform and ended in ('cut', 'hidden', 'failed', 'unfinished')
group by ended
order by ended
