-- Deletes the pairs that profiles proved when a niche was looked at last.
delete from identity_link where status = 'verified' and niche = $niche
