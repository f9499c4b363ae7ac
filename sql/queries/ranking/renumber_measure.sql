-- Takes the metrics of a ranking along to its new number.
update measure set ranking_no = $next_no where ranking_no = $ranking_no
