-- The accounts of a platform ($prefix is it and a colon) by handle in small letters. A handle that
-- several had, one after the other, says nothing.
select lower(handle) as handle, min(account_id) as account_id
from profile_as_of('infinity') join account using (account_no)
where handle is not null and starts_with(account_id, $prefix)
group by lower(handle)
having count(*) = 1
