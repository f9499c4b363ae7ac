-- Deletes what people decided of the accounts of a niche.
delete from review where niche = $niche
