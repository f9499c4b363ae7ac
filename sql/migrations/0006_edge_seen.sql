-- Every observation of an edge, append-only, no index. weight is null where nothing was counted.
create table edge_seen (
    visit_no integer not null,
    source_no integer not null,
    target_no integer not null,
    kind varchar not null,
    post_no integer,
    happened_at timestamptz,
    weight double
);
