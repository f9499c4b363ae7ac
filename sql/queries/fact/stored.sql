-- The facts of a ranking's accounts, a row each; of those that forbid by now being shown to
-- strangers nothing that they wrote.
select fact.* exclude (ranking_no, is_shown, recent_posts, best_posts, brand_safety, contacts, places),
    case when is_shown then recent_posts end as recent_posts,
    case when is_shown then best_posts end as best_posts,
    case when is_shown then brand_safety end as brand_safety,
    case when is_shown then contacts end as contacts,
    case when is_shown then places end as places
from (
    select *, account_no not in (
        select account_no from profile_as_of('infinity') where is_unlisted
    ) as is_shown
    from fact
    where ranking_no = $ranking_no and ($account_no is null or account_no = $account_no)
) as fact
order by account_no
