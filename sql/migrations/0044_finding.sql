-- What is unusual about an account of a ranking, a row a flag that was raised: for a person to look
-- at, never a part of the score. peers_count: with how many it was compared; threshold: the bound
-- that the peers set, null where the flag has a fixed one; seen_count: how many posts, people or
-- days the value was measured on.
create table finding (
    ranking_no integer not null,
    account_no integer not null,
    flag varchar not null,
    family varchar not null,
    value double not null,
    peer_median double not null,
    peers_count bigint not null,
    z double,
    p double,
    threshold double,
    seen_count bigint not null,
    sentence varchar not null
)
