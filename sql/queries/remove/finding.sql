-- Deletes the rows of a niche's rankings.
delete from finding where ranking_no in (select ranking_no from ranking where niche = $niche)
