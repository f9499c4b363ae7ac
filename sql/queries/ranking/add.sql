-- Stores a ranking's head.
insert into ranking (ranking_no, ranking_id, niche, as_of, account_count, identity, notes)
values ($ranking_no, $ranking_id, $niche, $as_of, $account_count, $identity, $notes)
