-- The newest prices of some accounts that were known at a moment, one for each format.
select account_no, account_id, format, price, currency, priced_on, fees_percent, fees_amount,
    source, told_at
from price_as_of($as_of)
join account using (account_no)
where account_no in (select unnest($accounts))
qualify row_number() over (partition by account_no, format order by priced_on desc) = 1
order by account_id, format
