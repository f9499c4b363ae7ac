-- Makes a ranking the one that was made last: it gets the next number.
update ranking set ranking_no = $next_no where ranking_no = $ranking_no
