-- Takes a decision back, as if it had never been made.
delete from review
where niche = $niche and account_no = $account_no and decided_at = $decided_at
