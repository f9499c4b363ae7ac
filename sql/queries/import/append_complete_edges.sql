-- Observations of the visits that import/complete_visits made.
insert into edge_seen (visit_no, source_no, target_no, kind, post_no, happened_at, weight)
select visit.visit_no, source_no, target_no, kind, distinct_edge.post_no, happened_at, weight
from distinct_edge
join visit on visit.visit_no > $visit_no
    and visit.subject_no = case when kind = 'member' then target_no else source_no end
    and visit.listing
        = case kind when 'member' then 'members' when 'follow' then 'following' else kind end
order by target_no, source_no, kind, distinct_edge.post_no, happened_at
