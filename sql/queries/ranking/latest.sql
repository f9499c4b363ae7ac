-- The ranking of a niche that was made last; no row if there is none.
select ranking_no, ranking_id, niche, as_of, account_count, identity, notes
from ranking where niche = $niche
order by ranking_no desc limit 1
