-- Makes an account a seed of a niche, whether or not it was pointed at before; a second time
-- changes nothing.
insert into niche_account (niche, account_no, why, depth, since_visit)
select $niche, account_no, 'seed', 0, $visit_no
from account
where account_id = $account_id
    and account_no not in (select account_no from candidate_of($niche, 'infinity') where is_seed)
