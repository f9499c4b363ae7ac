-- Deletes that a search or a curated list named an account where it named it again later.
delete from found
where rowid not in (
    select found.rowid
    from found join visit using (visit_no)
    where ended_at <= $since
    qualify row_number() over (
        partition by account_no, niche, platform, listing, query, subject_no
        order by ended_at, visit_no, found.rowid
    ) = 1
) and visit_no in (select visit_no from visit where ended_at <= $since)
