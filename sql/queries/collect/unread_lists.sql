-- Curated lists that were found for a niche and whose members were not read, the most found first:
-- $most of them in all. What failed before visit $first_visit is tried again.
select address
from found_list join visit using (visit_no)
where niche = $niche and platform = $platform and address not in (
    select query from visit
    where niche = $niche and listing = 'listed' and query is not null
        and (coalesce(ended, '') <> 'failed' or visit_no >= $first_visit)
)
group by address
order by count(distinct visit_no) desc, address
limit greatest(0, $most - (
    select count(distinct query) from visit where niche = $niche and listing = 'listed'
))
