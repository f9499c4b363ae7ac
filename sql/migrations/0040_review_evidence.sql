-- What was known of an account when a person was asked about it: the parts of its membership in
-- nats, the prior of the ranking, and whether it was in the top fifth of its list. Null where
-- nothing was judged, or where an answer had decided already.
alter table review add column evidence struct(
    prior double, graph_lift double, neighbour_share double, words double, lists double,
    is_top boolean
)
