-- Gives posts their number at first sight.
insert into post (post_no, post_id)
select
    cast((select coalesce(max(post_no) + 1, 0) from post)
        + row_number() over (order by post_id) - 1 as integer),
    post_id
from (
    select distinct $prefix || id as post_id from (
        select post as id from staged_edge where post is not null
        union all
        select id from staged_post
        union all
        select post from staged_visit where post is not null
    )
) anti join post using (post_id)
