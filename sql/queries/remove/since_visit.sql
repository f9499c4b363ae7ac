-- Candidates that came in with a removed visit came in with the visit before it.
update niche_account set since_visit = coalesce((
    select max(visit_no) from visit
    where visit_no < since_visit and visit_no not in (from removed_visit)
), -1)
where since_visit in (from removed_visit)
