-- The lists of a niche that could not be read to their end, by platform and how that ended: failed,
-- hidden, unfinished or cut. Of lists that limits cut only those of candidates, whose audience is
-- asked but for a sample of its lists; account_count: of how many accounts they are.
select platform, ended, count(*) as list_count, count(distinct subject_no) as account_count
from listing_of($niche)
left join (select account_no, true as is_candidate from candidate_of($niche, 'infinity'))
    on account_no = subject_no
where listing <> 'profile' and (
    ended in ('failed', 'hidden', 'unfinished')
    or (ended = 'cut' and is_candidate and listing in ('followers', 'following', 'members'))
)
group by platform, ended
order by platform, ended
