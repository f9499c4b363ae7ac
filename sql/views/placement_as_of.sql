-- What was known of placements at a moment: the last word on each account, day and format.
create or replace macro placement_as_of(moment) as table
select client, account_no, placed_on, format, cost, currency, views, clicks, sales, revenue,
    post_url, expected_views, expected_from, expected_cost, expected_currency, source, told_at
from placement
where told_at <= moment
qualify row_number() over (
    partition by client, account_no, placed_on, format
    order by told_at desc, cost, currency, views, clicks, sales, revenue, post_url, source
) = 1
