-- The newest rankings of a niche until a moment, the earliest first: of one moment the ranking made
-- last.
select ranking_no, ranking_id, as_of
from (
    select ranking_no, ranking_id, as_of from ranking
    where niche = $niche and as_of <= $as_of
    qualify row_number() over (partition by as_of order by ranking_no desc) = 1
    order by as_of desc
    limit $most
)
order by as_of
