-- The current edges, sorted by target: edge_as_of('infinity') written down (a check compares).
create table edge (
    source_no integer not null,
    target_no integer not null,
    kind varchar not null,
    post_no integer,
    happened_at timestamptz,
    weight double
);
