-- Deletes which news of an account were told.
delete from news_told where account_no = $account_no
