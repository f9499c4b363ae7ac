-- The accounts of a ranking's lists of which at least $fewest of the audience are seen, the first
-- of each list first; without those in doubt, those that are excluded, and those that by now forbid
-- being shown to strangers. Needs seen_edge.
select account_no, account_id
from ranked_account
join account using (account_no)
join (
    select target_no as account_no, count(distinct source_no) as seen_count
    from seen_edge where kind in ('follow', 'member') group by target_no
) using (account_no)
where ranking_no = $ranking_no and not is_excluded and not list like '%in doubt'
    and seen_count >= $fewest
    and account_no not in (select account_no from profile_as_of('infinity') where is_unlisted)
order by rank, list, account_id
