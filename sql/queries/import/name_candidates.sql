-- Accounts and authors that a file names for a niche become its candidates, whether or not they
-- were pointed at before.
insert into niche_account (niche, account_no, why, depth, since_visit)
select $niche, account_no, 'named', 0, $visit_no
from staged_number semi join (
    select id from staged_account
    union all
    select author as id from staged_post
) using (id)
where account_no not in (select account_no from candidate_of($niche, 'infinity') where depth = 0)
order by account_no
