-- The accounts whose id ends in $text behind a slash: of files the id without the data set.
select account_no, account_id
from account
where ends_with(account_id, '/' || $text)
order by account_id
limit 11
