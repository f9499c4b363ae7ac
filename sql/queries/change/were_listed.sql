-- Who was among the first of a list in a ranking of a niche before a moment.
select distinct account_no
from ranked_account join ranking using (ranking_no)
where niche = $niche and as_of < $earlier and rank <= $size and not is_excluded
order by account_no
