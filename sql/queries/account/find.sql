-- Accounts that a person may mean: by permanent id, else by native id or handle in any case;
-- exact matches come first. Handles are the newest known.
select account_no, account_id
from account left join profile_as_of('infinity') using (account_no)
where account_id = $text
    or split_part(account_id, ':', 2) = $native
    or lower(handle) = lower($native)
    or (contains($text, ':') and account_id = $text)
order by account_id <> $text, split_part(account_id, ':', 2) <> $native, handle is distinct from $native,
    account_id
limit 10
