-- Deletes the candidates of a niche.
delete from niche_account where niche = $niche
