-- Whether the order that is written down knows every account: some come without an edge.
select not exists (select 1 from account anti join node_order using (account_no)) as is_ordered
