-- The rankings of a niche, the latest moment first, and of one moment the one made last first.
select ranking_no, ranking_id, niche, as_of, account_count, identity
from ranking
where niche = $niche
order by as_of desc, ranking_no desc
