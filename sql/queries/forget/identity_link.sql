-- Deletes what is known of an account being the same person as others.
delete from identity_link where account_no = $account_no or other_no = $account_no
