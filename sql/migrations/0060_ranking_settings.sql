-- What the niche file said when rankings were made, by its hash, so that what changed can be named.
-- settings is JSON: by dotted key the value of how is scored and how much is read; of all else,
-- which may name accounts, a digest of the value.
create table ranking_settings (config_hash varchar not null, settings varchar not null)
