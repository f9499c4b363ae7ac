-- Accounts of a platform whose profile was read, or found to be gone.
select account_id
from visit join account on account_no = subject_no
where listing = 'profile' and ended <> 'failed' and starts_with(account_id, $platform || ':')
order by account_id
