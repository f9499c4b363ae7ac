-- Everybody who follows a candidate of a niche, or is a member of one; needs seen_edge.
select distinct source_no
from seen_edge
where kind in ('follow', 'member')
    and target_no in (select account_no from candidate_of($niche, $as_of::timestamptz))
