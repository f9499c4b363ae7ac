-- The settings of a niche under a hash, as a ranking recorded them; no row where none did.
select settings from ranking_settings where config_hash = $config_hash
