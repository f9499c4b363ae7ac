-- Ends what is under way of a niche on a platform.
update refresh set ended_at = $now
where niche = $niche and platform = $platform and ended_at is null
