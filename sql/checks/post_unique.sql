-- Posts whose id or number another post has too.
select post_no, post_id
from post
where post_no in (select post_no from post group by post_no having count(*) > 1)
    or post_id in (select post_id from post group by post_id having count(*) > 1)
order by post_id, post_no
