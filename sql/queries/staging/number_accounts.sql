-- Gives accounts their number at first sight, in the order of their ids.
insert into account (account_no, account_id, account_key)
select
    cast((select coalesce(max(account_no) + 1, 0) from account)
        + row_number() over (order by account_id) - 1 as integer),
    account_id,
    md5_number_lower(account_id)
from staged_id anti join account using (account_id)
