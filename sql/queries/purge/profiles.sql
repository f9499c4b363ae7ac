-- Deletes profiles of which no later moment needs a word: of each column the newest one stays.
delete from profile
where visit_no in (select visit_no from finished_visit) and rowid not in (
    select kept
    from (
        select unnest([
            arg_max(profile.rowid, (ended_at, visit_no)),
            arg_max(profile.rowid, (ended_at, visit_no)) filter (handle is not null),
            arg_max(profile.rowid, (ended_at, visit_no)) filter (name is not null),
            arg_max(profile.rowid, (ended_at, visit_no)) filter (url is not null),
            arg_max(profile.rowid, (ended_at, visit_no)) filter (is_unlisted is not null),
            arg_max(profile.rowid, (ended_at, visit_no)) filter (contacts is not null),
            arg_max(profile.rowid, (ended_at, visit_no)) filter (links is not null),
            arg_max(profile.rowid, (ended_at, visit_no)) filter (bio is not null),
            arg_max(profile.rowid, (ended_at, visit_no)) filter (verified_links is not null),
            arg_max(profile.rowid, (ended_at, visit_no)) filter (created_at is not null),
            arg_max(profile.rowid, (ended_at, visit_no)) filter (place is not null)
        ]) as kept
        from profile join finished_visit using (visit_no)
        group by account_no
    )
    where kept is not null
)
