-- The visits that tell of an account: to it, to its posts, and to curated lists that it made, whose
-- addresses hold its native id.
create or replace macro visit_about(of_no) as table
select visit_no
from visit
where subject_no = of_no
    or post_no in (select post_no from post where author_no = of_no)
    or (listing = 'listed' and contains(query, '//' || (
        select substr(account_id, strpos(account_id, ':') + 1) from account where account_no = of_no
    ) || '/'))
