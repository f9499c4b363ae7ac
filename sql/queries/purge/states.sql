-- Deletes observations of follows and memberships that no later moment needs: those of a listing that
-- was read to its end since, and of those of a listing that was read again all but the last sighting.
-- The newest reading of each listing stays whole, and so do the newest weight of an edge and one
-- word that an account has members.
delete from edge_seen
where kind in ('follow', 'member')
    and visit_no in (select visit_no from finished_visit where is_again or is_past)
    and (visit_no, source_no, target_no, kind) in (
        select (visit_no, source_no, target_no, kind)
        from (
            select visit_no, source_no, target_no, kind, is_again,
                is_past and (kind, listing) in (
                    ('follow', 'followers'), ('follow', 'following'),
                    ('member', 'members'), ('member', 'memberships')
                ) and subject_no = case when listing in ('followers', 'members')
                    then target_no else source_no end as is_past,
                row_number() over (
                    partition by source_no, target_no, kind, subject_no, listing
                    order by ended_at desc, visit_no desc
                ) as age,
                row_number() over (
                    partition by target_no, kind order by ended_at desc, visit_no desc, source_no
                ) as age_at_target
            from edge_seen join finished_visit using (visit_no)
            where kind in ('follow', 'member') and subject_no is not null
        )
        where (is_past or (is_again and age > 1)) and (kind = 'follow' or age_at_target > 1)
    )
    and (visit_no, source_no, target_no, kind) not in (
        select (visit_no, source_no, target_no, kind) from weighted_edge
    )
