-- Deletes the observations on an account's posts.
delete from edge_seen where post_no in (select post_no from post where author_no = $account_no)
