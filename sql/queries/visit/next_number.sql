-- The number of the next visit.
select coalesce(max(visit_no) + 1, 0) as visit_no from visit
