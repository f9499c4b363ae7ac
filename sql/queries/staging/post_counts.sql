-- Appends the counts of posts as this visit saw them, of posts whose author may be kept.
insert into post_count (post_no, visit_no, views_count, likes_count, comments_count,
    reposts_count, quotes_count)
select post_no, max(visit_no), max(views_count), max(likes_count), max(comments_count),
    max(reposts_count), max(quotes_count)
from staged_post
join staged_number on staged_number.id = staged_post.author
join post on post.post_id = $prefix || staged_post.id
group by post_no
order by post_no
