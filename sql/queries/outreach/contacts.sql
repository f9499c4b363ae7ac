-- How far a client was with each account at a moment, with how the accounts are called by now.
select client, account_no, account_id, coalesce(name, handle) as name, url, status, status_on, owner,
    note, price, currency, source, told_at
from contact_as_of(cast($as_of as timestamptz))
join account using (account_no)
left join profile_as_of('infinity') using (account_no)
where client = $client
order by account_id
