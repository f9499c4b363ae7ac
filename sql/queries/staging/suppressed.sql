-- Makes the staging table of ids that must not be taken in.
create or replace temp table staged_suppressed (account_id varchar)
