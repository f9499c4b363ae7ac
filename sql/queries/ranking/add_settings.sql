-- Records under which settings a ranking was made, once a hash.
insert into ranking_settings (config_hash, settings)
select $config_hash, $settings
where $config_hash not in (select config_hash from ranking_settings)
