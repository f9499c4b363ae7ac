-- Accounts whose key is not that of their id.
select account_no, account_id, account_key
from account
where account_key is distinct from md5_number_lower(account_id)
order by account_no
