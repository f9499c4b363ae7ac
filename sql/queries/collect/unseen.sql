-- Accounts whose profile nobody has read, of those that matter: the candidates, and the $most most
-- pointed at by two or more of the accounts asked for the niche (temporary table niche_share).
-- Without it nobody knows how many follow them.
select account_id
from (
    select account_no, support, row_number() over (order by support desc, account_id) as place
    from niche_share join account using (account_no)
    where support >= 2
)
full join (select distinct account_no, true as is_candidate from niche_account where niche = $niche)
    using (account_no)
join account using (account_no)
where (is_candidate or place <= $most) and starts_with(account_id, $platform || ':')
    and account_no not in (select subject_no from visit where listing = 'profile' and ended is not null)
order by coalesce(support, 0) desc, account_id
