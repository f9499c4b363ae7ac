-- Accounts that two of the niche's visited accounts point at and whose profile nobody has read.
select account_id
from (
    select target_no as account_no
    from edge
    where source_no in (
        select subject_no from visit
        where listing in ('following', 'memberships')
    ) and source_no in (select account_no from niche_account where niche = $niche)
    group by target_no
    having count(distinct source_no) >= 2
)
join account using (account_no)
where account_no not in (
    select subject_no from visit where listing = 'profile' and ended is not null
) and starts_with(account_id, $platform || ':')
order by account_id
