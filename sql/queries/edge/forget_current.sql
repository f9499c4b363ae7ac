-- What was needed to write the current edges down.
drop table current_edge
