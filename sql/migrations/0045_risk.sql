-- How many independent families of flags are raised of each listed account of a ranking. level:
-- none, note, review or high; null where nothing could be measured. measured_flags: which could.
create table risk (
    ranking_no integer not null,
    account_no integer not null,
    level varchar,
    families_count integer not null,
    measured_flags varchar[] not null
)
