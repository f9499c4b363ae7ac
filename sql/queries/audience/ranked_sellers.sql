-- The accounts of a ranking's lists, the first of each list first; without brands, those in doubt,
-- those that are excluded, and those that by now forbid being shown to strangers. Params: ranking_no.
select account_no, account_id, list, rank, coalesce(name, handle) as name, url
from ranked_account
join account using (account_no)
left join profile_as_of('infinity') using (account_no)
where ranking_no = $ranking_no and not is_excluded and not regexp_matches(list, '(in doubt|brands)$')
    and not coalesce(is_unlisted, false)
order by rank, list, account_id
