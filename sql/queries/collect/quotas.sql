-- What of a platform's daily quotas was used, by bucket.
select bucket, day, calls_limit, used_count, resets_at
from quota where platform = $platform
order by bucket
