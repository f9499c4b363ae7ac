-- Deletes an account's posts.
delete from post where author_no = $account_no
