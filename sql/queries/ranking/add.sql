-- Stores a ranking's head and gives it the next number.
insert into ranking (ranking_no, ranking_id, niche, as_of, account_count, identity, notes)
select coalesce(max(ranking_no) + 1, 0), $ranking_id, $niche, $as_of, $account_count, $identity,
    $notes
from ranking
