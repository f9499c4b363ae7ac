-- The accounts in the order of nodes; one that was deleted since is none.
select account_no from seen_order semi join account using (account_no) order by place
