-- Gives posts their number at first sight: those that go with accounts that may be kept, because
-- a post's id can name its author.
insert into post (post_no, post_id)
select
    cast((select coalesce(max(post_no) + 1, 0) from post)
        + row_number() over (order by post_id) - 1 as integer),
    post_id
from (
    select distinct $prefix || id as post_id from (
        select post as id
        from staged_edge
        semi join staged_number as s on s.id = source
        semi join staged_number as t on t.id = target
        where post is not null
        union all
        select staged_post.id from staged_post semi join staged_number on staged_number.id = author
        union all
        select post from staged_visit semi join staged_number on staged_number.id = subject
        where post is not null
    )
) anti join post using (post_id)
