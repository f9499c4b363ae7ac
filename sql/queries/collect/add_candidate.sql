-- Makes an account a candidate that the niche names, whether or not it was pointed at before; a
-- second time changes nothing.
merge into niche_account using (select account_no from account where account_id = $account_id) as named
    on niche = $niche and niche_account.account_no = named.account_no
when matched and depth > 0 then update set
    why = $why, depth = 0, since_visit = least(since_visit, $visit_no)
when not matched then insert (niche, account_no, why, depth, since_visit)
    values ($niche, named.account_no, $why, 0, $visit_no)
