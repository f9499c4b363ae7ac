-- The first accounts of each list of a ranking, with how each is written to: whom to ask for a
-- price. Without those that are excluded, may not be of the niche, or forbid by now being shown, and
-- without brands, who buy advertising.
select account_no, account_id, split_part(account_id, ':', 1) as platform,
    coalesce(name, handle) as name, url as link,
    array_to_string(list_transform(
        contacts, lambda it: concat(it.value, ' (' || it.role || ')')
    ), '; ') as contact
from ranked_account
join account using (account_no)
left join profile_as_of('infinity') using (account_no)
where ranking_no = $ranking_no and not is_excluded and not regexp_matches(list, '(in doubt|brands)$')
    and not coalesce(is_unlisted, false)
qualify row_number() over (partition by list order by rank, account_id) <= $top
order by list, rank, account_id
