-- Takes the components of a ranking along to its new number.
update component set ranking_no = $next_no where ranking_no = $ranking_no
