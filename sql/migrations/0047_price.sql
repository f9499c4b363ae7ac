-- What advertising costs in an account, a row a time that somebody said so; rows are only added.
-- priced_on: of which day the price is; fees come on top of it, in per cent or in its currency.
create table price (
    account_no integer not null,
    format varchar not null,
    price double not null,
    currency varchar not null,
    priced_on date not null,
    fees_percent double not null,
    fees_amount double not null,
    source varchar not null,
    told_at timestamptz not null
)
