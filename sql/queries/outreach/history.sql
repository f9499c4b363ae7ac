-- All that was ever said of how far a client is with an account, the first first.
select status, status_on, owner, note, price, currency, source, told_at
from contact
where client = $client and account_no = $account_no
order by told_at, status, status_on, owner, note, price, currency, source
