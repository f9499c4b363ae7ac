-- Deletes when a niche was read again.
delete from refresh where niche = $niche
