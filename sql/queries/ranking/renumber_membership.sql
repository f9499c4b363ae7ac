-- Takes the memberships of a ranking along to its new number.
update membership set ranking_no = $next_no where ranking_no = $ranking_no
