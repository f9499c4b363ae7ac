-- Makes the staging table of pages of a batch.
create or replace temp table staged_page (visit_no integer, page_no integer, row_count bigint)
