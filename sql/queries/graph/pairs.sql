-- Who is joined to whom, by any kind of edge, as often as there are edges.
select source_no, target_no from seen_edge
