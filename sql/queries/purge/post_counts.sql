-- Deletes counts and words of posts that no later moment needs: of each column the newest one stays.
delete from post_count
where visit_no in (select visit_no from finished_visit) and rowid not in (
    select kept
    from (
        select unnest([
            arg_max(post_count.rowid, (ended_at, visit_no)),
            arg_max(post_count.rowid, (ended_at, visit_no)) filter (views_count is not null),
            arg_max(post_count.rowid, (ended_at, visit_no)) filter (likes_count is not null),
            arg_max(post_count.rowid, (ended_at, visit_no)) filter (comments_count is not null),
            arg_max(post_count.rowid, (ended_at, visit_no)) filter (reposts_count is not null),
            arg_max(post_count.rowid, (ended_at, visit_no)) filter (quotes_count is not null),
            arg_max(post_count.rowid, (ended_at, visit_no)) filter (text is not null),
            arg_max(post_count.rowid, (ended_at, visit_no)) filter (is_marked_ad is not null)
        ]) as kept
        from post_count join finished_visit using (visit_no)
        group by post_no
    )
    where kept is not null
)
