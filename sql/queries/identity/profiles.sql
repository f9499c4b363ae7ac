-- The candidates of a niche at a moment with what their profiles say of who they are elsewhere, and
-- how many accounts of each one's server are stored (null but for networks of many servers).
-- Whoever forbids being shown to strangers, then or by now, is left out.
select account_no, account_id, split_part(account_id, ':', 1) as platform,
    coalesce(account.kind, 'person') as kind, handle, name, url, bio, links, verified_links,
    list_transform(contacts, lambda it: concat(it.kind, ':', it.value)) as contacts,
    followers_count, neighbour_count
from (select distinct account_no from candidate_of($niche, $as_of)) as candidates
join account using (account_no)
left join profile_as_of($as_of) using (account_no)
left join (select account_no, followers_count from account_count_as_of($as_of)) using (account_no)
left join (
    select split_part(account_id, '@', 2) as server, count(*) as neighbour_count
    from account where starts_with(account_id, 'mastodon:') group by server
) on starts_with(account_id, 'mastodon:') and server = split_part(account_id, '@', 2)
where account_no not in (select account_no from profile_as_of('infinity') where is_unlisted)
order by account_id
