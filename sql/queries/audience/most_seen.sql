-- The candidates of a niche at a moment of which at least $fewest of the audience are seen, the
-- largest audience first; without those that by now forbid being shown to strangers. Needs seen_edge.
select account_no, account_id
from (select distinct account_no from candidate_of($niche, $as_of)) as candidates
join account using (account_no)
join (
    select target_no as account_no, count(distinct source_no) as seen_count
    from seen_edge where kind in ('follow', 'member') group by target_no
) using (account_no)
where seen_count >= $fewest
    and account_no not in (select account_no from profile_as_of('infinity') where is_unlisted)
order by seen_count desc, account_id
