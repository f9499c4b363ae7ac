-- The accounts in the order of nodes.
select account_no from seen_order order by place
