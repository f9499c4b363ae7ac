-- Candidates that came in with a visit to an account came in with the visit before it.
update niche_account set since_visit = coalesce((
    select max(visit_no) from visit
    where visit_no < since_visit and subject_no is distinct from $account_no
), -1)
where since_visit in (select visit_no from visit where subject_no = $account_no)
