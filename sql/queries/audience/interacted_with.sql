-- Those of the asked accounts with whom anybody was seen to interact; needs asked_audience and
-- seen_edge.
select distinct target_no
from seen_edge
join asked_audience on account_no = target_no
where kind not in ('follow', 'member', 'similar')
order by target_no
