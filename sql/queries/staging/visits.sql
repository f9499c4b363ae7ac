-- Makes the staging table of visits whose pages come in a batch.
create or replace temp table staged_visit (
    visit_no integer, subject varchar, post varchar, query varchar, listing varchar,
    is_newest_first boolean,
    declared_count bigint, fetched_count bigint, started_at timestamptz,
    ended_at timestamptz, ended varchar, why varchar, cursor varchar
)
