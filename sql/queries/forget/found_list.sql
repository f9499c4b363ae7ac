-- Deletes the addresses of curated lists that a visit to an account named.
delete from found_list where visit_no in (select visit_no from visit where subject_no = $account_no)
