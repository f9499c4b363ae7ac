-- Accounts that a person may mean: by permanent id, else by native id or handle in any case, of
-- the platform that $text begins with, if it does; exact matches come first. $native is $text
-- without platform and @. Handles are the newest known.
with known as (
    select account_no, account_id, handle, substr(account_id, strpos(account_id, ':') + 1) as native_id
    from account left join profile_as_of('infinity') using (account_no)
)
select account_no, account_id
from known
where account_id = $text or native_id = $text
    or (starts_with(account_id, regexp_extract($text, '^[a-z]+:'))
        and (native_id = $native or lower(handle) = lower($native)))
order by account_id <> $text, native_id not in ($text, $native),
    handle is distinct from $native, account_id
limit 10
