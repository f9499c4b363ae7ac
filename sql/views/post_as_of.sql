-- The posts without those of which a moment did not know yet who wrote them: a listing or a file
-- said so later. (What is only engaged with has no author; who wrote it may be learnt.)
create or replace macro post_as_of(moment) as table
select post_no, post_id, author_no, posted_at
from post
where post_no not in (
    select post_count.post_no
    from post_count join visit using (visit_no)
    group by post_count.post_no
    having coalesce(min(ended_at), 'infinity') > moment
)
