-- The ledger: reading one listing of one account (or post), or one imported file.
-- ended: complete, known, cut, hidden, gone, failed; null while a visit is under way.
create table visit (
    visit_no integer primary key,
    platform varchar not null,
    subject_no integer,
    post_no integer,
    listing varchar not null,
    declared_count bigint,
    fetched_count bigint not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    ended varchar,
    why varchar,
    cursor varchar
);
