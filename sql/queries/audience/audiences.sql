-- How many people each account of some platforms is followed by, or has as members, at most: who is
-- both counts twice. Whoever forbids being shown to strangers is left out. Needs seen_edge.
select target_no, count(*) as edge_count
from seen_edge
join account on account_no = target_no
where seen_edge.kind in ('follow', 'member') and split_part(account_id, ':', 1) in (select unnest($platforms))
    and target_no not in (select account_no from profile_as_of('infinity') where is_unlisted)
group by target_no
order by target_no
