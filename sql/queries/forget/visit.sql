-- Deletes the visits to an account and its posts.
delete from visit where subject_no = $account_no
    or post_no in (select post_no from post where author_no = $account_no)
