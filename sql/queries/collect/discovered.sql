-- Searches and curated lists that were read since a moment, or are planned, for a niche; those that
-- failed or could not be read in an earlier run (before visit $first_visit) are to be tried again.
select account_id, listing, query
from visit left join account on account_no = subject_no
where niche = $niche and visit.platform = $platform
    and (starts_with(listing, 'search ') or listing in ('lists', 'listed'))
    and (coalesce(ended, '') not in ('failed', 'hidden') or visit_no >= $first_visit)
    and (started_at >= $since or ended is null)
order by all
