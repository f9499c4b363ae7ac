-- A ranking by its identity; no row if there is none.
select ranking_no, ranking_id, niche, as_of, account_count, identity, notes
from ranking where ranking_id = $ranking_id
