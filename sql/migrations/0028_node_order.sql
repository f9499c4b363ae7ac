-- In which order accounts are the nodes of a graph; written with the current edges, which stand in
-- the same order, so that loading them is a plain scan.
create table node_order (place integer not null, account_no integer not null)
