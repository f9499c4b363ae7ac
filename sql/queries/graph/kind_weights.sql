-- Makes the table of how much an edge of each kind counts, and in which layer.
create or replace temp table kind_weight (kind varchar, layer utinyint, weight double)
