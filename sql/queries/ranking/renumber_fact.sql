-- Takes the facts of a ranking along to its new number.
update fact set ranking_no = $next_no where ranking_no = $ranking_no
