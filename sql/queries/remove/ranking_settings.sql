-- Deletes the settings that no ranking was made with.
delete from ranking_settings
where config_hash not in (select json_extract_string(identity, '$.config_hash') from ranking)
