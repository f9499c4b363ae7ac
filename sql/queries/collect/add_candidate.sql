-- Makes an account a candidate of a niche; a second time changes nothing.
insert into niche_account (niche, account_no, why, depth, since_visit)
select $niche, account_no, $why, 0, $visit_no
from account
where account_id = $account_id
    and account_no not in (select account_no from niche_account where niche = $niche)
