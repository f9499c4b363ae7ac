-- Accounts that two of the niche's visited accounts point at (temporary table niche_share) and
-- whose profile nobody has read: without it, nobody knows how many follow them.
select account_id
from niche_share
join account using (account_no)
where support >= 2 and starts_with(account_id, $platform || ':') and account_no not in (
    select subject_no from visit where listing = 'profile' and ended is not null
)
order by account_id
