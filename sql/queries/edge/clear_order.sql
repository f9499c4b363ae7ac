-- The order of nodes goes with the edges that it was made of.
delete from node_order
