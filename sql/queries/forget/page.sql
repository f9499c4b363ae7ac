-- Deletes the pages of an account's listings.
delete from page where visit_no in (select visit_no from visit where subject_no = $account_no
    or post_no in (select post_no from post where author_no = $account_no))
