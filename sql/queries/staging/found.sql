-- Makes the staging table of accounts that searches and curated lists named.
create or replace temp table staged_found (visit_no integer, id varchar)
