-- Makes the staging table of edges as a file or a batch of pages gives them: native ids, text.
create or replace temp table staged_edge (
    visit_no integer, source varchar, target varchar, kind varchar, post varchar,
    happened_at timestamptz, weight double
)
