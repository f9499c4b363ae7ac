-- The distinct accounts of everything staged. $prefix is what makes a native id permanent.
create or replace temp table staged_id as
select id, $prefix || id as account_id from (select distinct id from (
    select source as id from staged_edge
    union all
    select target from staged_edge
    union all
    select id from staged_account
    union all
    select author from staged_post where author is not null
    union all
    select subject from staged_visit where subject is not null
    union all
    select id from staged_found
))
