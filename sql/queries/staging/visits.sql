-- Makes the staging table of visits whose pages come in a batch.
create or replace temp table staged_visit (
    visit_no integer, subject varchar, post varchar, listing varchar,
    declared_count bigint, fetched_count bigint, started_at timestamptz,
    ended_at timestamptz, ended varchar, why varchar, cursor varchar
)
