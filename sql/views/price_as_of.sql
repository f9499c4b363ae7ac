-- What was known of prices at a moment: the last word on each account, format and day.
create or replace macro price_as_of(moment) as table
select account_no, format, price, currency, priced_on, fees_percent, fees_amount, source, told_at
from price
where told_at <= moment
qualify row_number() over (
    partition by account_no, format, priced_on
    order by told_at desc, price, currency, fees_percent, fees_amount, source
) = 1
