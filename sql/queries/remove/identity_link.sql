-- Deletes the proofs that were found for a niche; what people said of pairs holds for every niche.
delete from identity_link where niche = $niche and status = 'verified'
