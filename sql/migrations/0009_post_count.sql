-- The counts of a post when a visit saw it; null where the platform hides them.
create table post_count (
    post_no integer not null,
    visit_no integer not null,
    views_count bigint,
    likes_count bigint,
    comments_count bigint,
    reposts_count bigint
);
