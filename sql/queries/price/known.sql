-- All prices that are known by now: what a list that is imported again would only repeat.
select account_no, format, priced_on, price, currency, fees_percent, fees_amount
from price_as_of('infinity')
order by account_no, format, priced_on
