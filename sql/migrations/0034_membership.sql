-- How likely each candidate of a ranking is to be of the niche, and why. zone: in, review, out or
-- thin (too little is known of it). The parts are in nats, null where there is no such evidence.
create table membership (
    ranking_no integer not null,
    account_no integer not null,
    probability double not null,
    zone varchar not null,
    is_pinned boolean not null,
    graph_lift double,
    neighbour_share double,
    words double,
    lists double,
    neighbour_count bigint not null,
    niche_neighbour_count bigint not null,
    matched varchar,
    "role" varchar not null,
    role_evidence varchar
)
