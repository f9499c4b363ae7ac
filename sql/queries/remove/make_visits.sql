-- The visits that only this niche needs: its own and its files' (a file's visits come after its
-- import), but for those that tell of accounts that other niches need.
create or replace temp table removed_visit as
with owned as (
    select visit_no, subject_no, post_no from visit where niche = $niche
    union all
    select visit.visit_no, subject_no, post_no
    from visit asof join file_import on visit.visit_no >= file_import.visit_no
    where visit.niche is null and file_import.niche = $niche
)
select visit_no from owned
where coalesce(subject_no not in (from needed_account), true)
    and coalesce(post_no not in (
        select post_no from post where author_no in (from needed_account)
    ), true)
    and visit_no not in (
        select visit_no from edge_seen
        where source_no in (from needed_account) and target_no in (from needed_account)
        union all
        select visit_no from profile where account_no in (from needed_account)
        union all
        select visit_no from account_count where account_no in (from needed_account)
        union all
        select visit_no from post_count join post using (post_no)
        where author_no in (from needed_account)
    )
