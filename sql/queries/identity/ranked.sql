-- The accounts of a ranking's lists, without those in doubt, those that are excluded, and those that
-- by now forbid being shown to strangers; reach is null where it was not measured. is_followed:
-- whether any follow or membership is stored of the accounts of its list.
select account_no, account_id, split_part(account_id, ':', 1) as platform, name, handle, url, list,
    "role", rank, followers_count, reach,
    follows is not null as is_followed
from ranked_account
join account using (account_no)
left join profile_as_of($as_of) using (account_no)
left join (
    select account_no, max(value) filter (component = 'reach') as reach,
        max(value) filter (component = 'follow_pagerank') as follows
    from component
    where ranking_no = $ranking_no and component in ('reach', 'follow_pagerank')
    group by account_no
) using (account_no)
where ranking_no = $ranking_no and not is_excluded and not list like '%in doubt'
    and account_no not in (select account_no from profile_as_of('infinity') where is_unlisted)
order by account_id
