-- Deletes events whose last sighting was before a moment and that happened before the window of any
-- look from then on ($window_begins).
delete from edge_seen
where kind not in ('follow', 'member') and happened_at < $window_begins
    and visit_no in (select visit_no from finished_visit)
    and (source_no, target_no, kind, coalesce(post_no, -1)) not in (
        select (source_no, target_no, kind, coalesce(post_no, -1))
        from edge_seen
        where kind not in ('follow', 'member') and (
            happened_at is null or happened_at >= $window_begins
            or visit_no not in (select visit_no from finished_visit)
        )
    )
