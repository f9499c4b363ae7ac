-- What a client placed, with how the accounts are called by now; the newest first.
select account_no, account_id, coalesce(name, handle) as name, placed_on, format, cost, currency,
    views, clicks, sales, revenue, post_url, expected_views, expected_from, expected_cost,
    expected_currency, source, told_at
from placement_as_of('infinity')
join account using (account_no)
left join profile_as_of('infinity') using (account_no)
where client = $client
order by placed_on desc, account_id, format
