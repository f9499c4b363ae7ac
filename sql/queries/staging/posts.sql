-- Makes the staging table of posts as a visit saw them.
create or replace temp table staged_post (
    visit_no integer, id varchar, author varchar, posted_at timestamptz,
    views_count bigint, likes_count bigint, comments_count bigint, reposts_count bigint,
    quotes_count bigint, text varchar, is_marked_ad boolean
)
