-- Appends the counts of posts as this visit saw them, of posts whose author may be kept, and what
-- they say where that is new, or always ($always). Only what an author wrote in a listing of its own posts, or in a
-- file of posts, is kept, and nothing of whom asks not to be shown.
insert into post_count (post_no, visit_no, views_count, likes_count, comments_count,
    reposts_count, quotes_count, text,
    is_marked_ad)
with seen as (
    select post.post_no, max(staged_post.visit_no) as visit_no, max(views_count) as views_count,
        max(likes_count) as likes_count, max(comments_count) as comments_count,
        max(reposts_count) as reposts_count, max(quotes_count) as quotes_count,
        max(left(text, 2000)) filter (
            listing = 'file' or (listing = 'posts' and subject_no = account_no)
        ) as text,
        bool_or(is_marked_ad) as is_marked_ad, min(account_no) as author_no
    from staged_post
    join staged_number on staged_number.id = staged_post.author
    join post on post.post_id = $prefix || staged_post.id
    join visit on visit.visit_no = staged_post.visit_no
    group by post.post_no
),
known as (
    select post_no, arg_max(text, visit_no) as text
    from post_count semi join seen using (post_no)
    group by post_no
),
hidden as (
    select account_no from profile_as_of('infinity') where is_unlisted
)
select post_no, visit_no, views_count, likes_count, comments_count, reposts_count, quotes_count,
    case when ($always or seen.text is distinct from known.text) and author_no not in (from hidden)
        then seen.text end,
    is_marked_ad
from seen left join known using (post_no)
order by post_no
