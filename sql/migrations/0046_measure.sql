-- Metrics of the posts of a ranking's accounts. metric: its name in the registry and its version.
-- posts_count: on how many posts it was measured; note: why there is no value, or what it lacks.
create table measure (
    ranking_no integer not null,
    account_no integer not null,
    metric varchar not null,
    value double,
    posts_count bigint not null,
    note varchar
)
