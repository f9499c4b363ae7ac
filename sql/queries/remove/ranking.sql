-- Deletes the rankings of a niche.
delete from ranking where niche = $niche
