-- The first accounts of a list of a ranking, without those that are excluded and those that by now
-- forbid being shown to strangers.
select rank, account_no, account_id, split_part(account_id, ':', 1) as platform, handle, name,
    coalesce(kind, 'person') as kind, role, probability, score, rank_low, rank_high, p_top, standing,
    stress[1] as stress_best, stress[2] as stress_worst, coverage, url, tier, is_tied,
    followers_count,
    array_to_string(list_transform(
        contacts, lambda it: concat(it.value, ' (' || it.role || ')')
    ), '; ') as contacts,
    array_to_string(links, '; ') as links
from ranked_account
join account using (account_no)
left join profile_as_of($as_of) using (account_no)
where ranking_no = $ranking_no and list = $list and not is_excluded
    and account_no not in (select account_no from profile_as_of('infinity') where is_unlisted)
order by rank, account_id
limit $limit
