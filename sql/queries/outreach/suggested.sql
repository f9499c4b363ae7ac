-- The accounts of a niche's last ranking that are worth writing to, the first $top of each list,
-- with how each is written to. Without those that are excluded, may not be of the niche, or forbid
-- by now being shown.
select account_no, account_id, coalesce(name, handle) as name, url,
    array_to_string(list_transform(
        contacts, lambda it: concat(it.value, ' (' || it.role || ')')
    ), '; ') as contacts
from ranked_account
join account using (account_no)
left join profile_as_of('infinity') using (account_no)
where ranking_no = $ranking_no and not is_excluded and not regexp_matches(list, 'in doubt$')
    and not coalesce(is_unlisted, false)
qualify row_number() over (partition by list order by rank, account_id) <= $top
order by list, rank, account_id
