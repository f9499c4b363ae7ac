-- Takes the risks of a ranking along to its new number.
update risk set ranking_no = $next_no where ranking_no = $ranking_no
