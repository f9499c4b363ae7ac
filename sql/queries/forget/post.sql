-- Deletes an account's posts, and the posts of unknown authors that nobody is left to tell of.
delete from post
where author_no = $account_no or (author_no is null
    and post_no not in (select post_no from edge_seen where post_no is not null))
