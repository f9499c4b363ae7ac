-- Writes the order of nodes down.
insert into node_order (place, account_no)
select place, account_no from node_order_of('current_edge') order by place
