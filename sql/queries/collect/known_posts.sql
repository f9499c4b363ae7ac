-- The posts of some accounts ($accounts) that a listing of theirs showed before, where one was read as
-- far as is wanted now: whatever is older than one of these is known too.
with read as (
    select subject_no, visit_no
    from visit
    where listing = 'posts' and ended in ('complete', 'known', 'cut')
        and subject_no in (select account_no from account where list_contains($accounts, account_id))
    qualify bool_or(ended = 'complete' or fetched_count >= $enough) over (partition by subject_no)
)
select distinct account_id, post_id
from read
join post_count using (visit_no)
join post on post.post_no = post_count.post_no and author_no = subject_no
join account on account_no = author_no
order by account_id, post_id
