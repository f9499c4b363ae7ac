-- Takes the accounts of a ranking along to its new number.
update ranked_account set ranking_no = $next_no where ranking_no = $ranking_no
