-- Takes the findings of a ranking along to its new number.
update finding set ranking_no = $next_no where ranking_no = $ranking_no
