-- Deletes observations of an event that another one by the same moment tells as well: what stays is
-- the earliest word on when it happened, and the newest weight.
delete from edge_seen
where rowid in (
    select edge_seen.rowid
    from edge_seen join finished_visit using (visit_no)
    where kind not in ('follow', 'member')
    qualify row_number() over (
        partition by source_no, target_no, kind, post_no,
            case when post_no is null then happened_at end
        order by happened_at nulls last, ended_at, edge_seen.visit_no, edge_seen.rowid
    ) > 1
) and rowid not in (from weighted_edge)
