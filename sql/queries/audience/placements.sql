-- Which accounts a niche may place advertising in, with what is known of each as of a moment and who
-- writes its answers (the contacts that it publishes): its candidates and the asked accounts, without
-- those that forbid being shown to strangers. Needs asked_audience.
select account_no, account_id, split_part(account_id, ':', 1) as platform,
    coalesce(name, handle) as name, url, followers_count,
    list_transform(contacts, lambda it: concat(it.kind, ':', it.value)) as contacts
from account
left join profile_as_of($as_of) using (account_no)
left join account_count_as_of($as_of) using (account_no)
where (
    account_no in (select account_no from candidate_of($niche, $as_of))
    or account_no in (select account_no from asked_audience)
) and account_no not in (select account_no from profile_as_of('infinity') where is_unlisted)
order by account_id
