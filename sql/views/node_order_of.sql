-- The order of the nodes of a graph of these edges (the name of a table): by edges received, most
-- first, because rows of one length in a row are quicker to compute on. Ties go by the key of the
-- account: its number tells when it was met, and nothing sampled or tied may depend on that.
create or replace macro node_order_of(edges) as table
select
    cast(row_number() over (order by coalesce(received_count, 0) desc, account_key, account_no) - 1
        as integer) as place,
    account_no
from account
left join (
    select target_no as account_no, count(*) as received_count
    from query_table(edges)
    group by target_no
) using (account_no)
