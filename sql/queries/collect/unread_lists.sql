-- Curated lists that were found for a niche and whose members were not read.
select distinct address
from found_list join visit using (visit_no)
where niche = $niche and platform = $platform and address not in (
    select query from visit where niche = $niche and listing = 'listed' and query is not null
)
order by address
