-- The counts of the candidates' newest 50 posts as they were last seen; null where nobody tells.
-- read_at: when the account's posts were last read; of a file, when it was made.
with seen as (
    select visit_no, ended_at, row_number() over (order by ended_at, visit_no) as place
    from visit
    where ended is not null and ended_at <= $as_of
),
placed as (
    select author_no as account_no, post_no, posted_at,
        row_number() over (partition by author_no order by posted_at desc nulls last, post_id) as place
    from post_as_of($as_of)
    where author_no in (select account_no from candidate)
        and (posted_at is null or posted_at <= $as_of)
),
newest as (
    select * from placed where place <= 50
),
counted as (
    select post_no, arg_max(likes_count, place) as likes_count,
        arg_max(comments_count, place) as comments_count,
        arg_max(reposts_count, place) as reposts_count,
        arg_max(views_count, place) as views_count, max(ended_at) as seen_at
    from post_count join seen using (visit_no)
    where post_no in (select post_no from newest)
    group by post_no
),
listed as (
    select subject_no as account_no, max(ended_at) as listed_at
    from visit
    where listing = 'posts' and ended in ('complete', 'known', 'cut') and ended_at <= $as_of
    group by subject_no
)
select account_no, place, posted_at, likes_count, comments_count, reposts_count, views_count,
    coalesce(listed_at, max(seen_at) over (partition by account_no)) as read_at
from newest
join counted using (post_no)
left join listed using (account_no)
order by account_no, place
