-- How far each client was with each account at a moment: the last word on them.
create or replace macro contact_as_of(moment) as table
select client, account_no, status, status_on, owner, note, price, currency, source, told_at
from contact
where told_at <= moment
qualify row_number() over (
    partition by client, account_no
    order by told_at desc, status, status_on, owner, note, price, currency, source
) = 1
