-- The newest 50 posts of each account of a ranking's lists, as they were last seen by its moment,
-- the newest first.
with seen as (
    select visit_no, row_number() over (order by ended_at, visit_no) as place
    from visit
    where ended is not null and ended_at <= $as_of
),
newest as (
    select author_no as account_no, post_no, post_id, posted_at
    from post
    where author_no in (select account_no from ranked_account where ranking_no = $ranking_no)
        and (posted_at is null or posted_at <= $as_of)
    qualify row_number() over (
        partition by author_no order by posted_at desc nulls last, post_id
    ) <= 50
),
counted as (
    select post_no, arg_max(views_count, place) as views_count,
        arg_max(likes_count, place) as likes_count, arg_max(comments_count, place) as comments_count,
        arg_max(reposts_count, place) as reposts_count, arg_max(quotes_count, place) as quotes_count,
        arg_max(is_marked_ad, place) as is_marked_ad, arg_max(text, place) as text
    from post_count join seen using (visit_no)
    where post_no in (select post_no from newest)
    group by post_no
)
select account_no, post_id, posted_at, views_count, likes_count, comments_count, reposts_count,
    quotes_count, is_marked_ad, text
from newest join counted using (post_no)
order by account_no, posted_at desc nulls last, post_id
