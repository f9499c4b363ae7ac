-- The accounts of a ranking's lists, without those in doubt, those that are excluded, and those that
-- by now forbid being shown to strangers; reach is null where it was not measured.
select account_no, account_id, split_part(account_id, ':', 1) as platform, name, handle, url, list,
    "role", rank, followers_count, reach
from ranked_account
join account using (account_no)
left join profile_as_of($as_of) using (account_no)
left join (
    select account_no, value as reach from component
    where ranking_no = $ranking_no and component = 'reach'
) using (account_no)
where ranking_no = $ranking_no and not is_excluded and not list like '%in doubt'
    and account_no not in (select account_no from profile_as_of('infinity') where is_unlisted)
order by account_id
