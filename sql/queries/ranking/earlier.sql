-- The rankings of a niche before a moment, the earliest first.
select ranking_id, as_of, identity
from ranking
where niche = $niche and as_of < $as_of
order by as_of, ranking_no
