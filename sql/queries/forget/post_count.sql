-- Deletes the counts of an account's posts.
delete from post_count where post_no in (select post_no from post where author_no = $account_no)
