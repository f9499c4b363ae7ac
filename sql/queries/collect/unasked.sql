-- The communities of a niche on a platform whose members are to be asked where they are: read since
-- they were last asked, or last asked before $again. Not those who are gone or forbid being shown,
-- nor those whom it was planned for, or failed with since visit $first_visit.
with listed as (
    select subject_no as account_no, max(ended_at) as read_at
    from visit
    where platform = $platform and listing = 'members' and fetched_count > 0
        and ended in ('complete', 'known', 'cut')
    group by subject_no
),
asked as (
    select subject_no as account_no,
        max(started_at) filter (where ended <> 'failed') as asked_at,
        bool_or(case when ended is null then niche = $niche
            else ended = 'failed' and visit_no >= $first_visit end) as is_tried
    from visit
    where platform = $platform and listing = 'places'
    group by subject_no
),
refused as (
    select subject_no as account_no
    from visit
    where subject_no is not null and post_no is null and listing <> 'places' and ended <> 'failed'
    group by subject_no
    having arg_max(ended, (ended_at, visit_no)) = 'gone'
    union
    select account_no from profile_as_of('infinity') where is_unlisted
)
select account_id
from candidate_of($niche, 'infinity')
join account using (account_no)
join listed using (account_no)
left join asked using (account_no)
where regexp_matches(account_id, $ids) and not coalesce(is_tried, false)
    and (asked_at is null or asked_at < read_at or asked_at < $again)
    and account_no not in (select account_no from refused)
order by account_id
