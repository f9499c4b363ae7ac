-- The accounts that a list of permanent ids names, as far as they are stored; needs asked_id.
select account_no, account_id
from account
where account_id in (select account_id from asked_id)
order by account_no
