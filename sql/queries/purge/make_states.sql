-- The observations of follows and memberships that no later moment needs: those of a listing that was
-- read to its end since, and of those of a listing that was read again all but the last sighting. The
-- newest reading of each listing stays whole, and so do the newest weight of an edge and one word that
-- an account has members.
create or replace temp table purged_edge as
select seen_id
from (
    select edge_seen.rowid as seen_id, kind, is_again,
        is_past and (kind, listing) in (
            ('follow', 'followers'), ('follow', 'following'),
            ('member', 'members'), ('member', 'memberships')
        ) and subject_no = case when listing in ('followers', 'members')
            then target_no else source_no end as is_past,
        row_number() over (
            partition by source_no, target_no, kind, subject_no, listing
            order by ended_at desc, visit_no desc, edge_seen.rowid
        ) as age,
        row_number() over (
            partition by target_no, kind order by ended_at desc, visit_no desc, edge_seen.rowid
        ) as age_at_target
    from edge_seen join finished_visit using (visit_no)
    where kind in ('follow', 'member') and subject_no is not null
)
where (is_past or (is_again and age > 1)) and (kind = 'follow' or age_at_target > 1)
    and seen_id not in (from weighted_edge)
