-- Fills in who wrote a post and when, once a listing says it.
update post set author_no = said.author_no, posted_at = coalesce(said.posted_at, post.posted_at)
from (
    select $prefix || staged_post.id as post_id, min(account_no) as author_no,
        min(staged_post.posted_at) as posted_at
    from staged_post join staged_number on staged_number.id = staged_post.author
    group by staged_post.id
) as said
where post.post_id = said.post_id and post.author_no is null
