-- Begins to read a niche's listings on a platform again.
insert into refresh (niche, platform, since, begun_at) values ($niche, $platform, $since, $now)
