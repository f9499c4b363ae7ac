-- Accounts whose profile is not known, of those that matter: the candidates, and the $most most
-- pointed at by two or more of the accounts asked. Without it nobody knows how many follow them.
-- Six for each other visit of the niche, so that the most pointed at come first and asking goes on
-- meanwhile; 25 at least. What failed before visit $first_visit is tried again.
with pointed as (
    select target_no as account_no, count(distinct source_no) as support
    from seen_edge
    where source_no in (
        select subject_no from visit
        where niche is not null and listing in ('following', 'memberships') and ended is not null
    )
    group by target_no
    having count(distinct source_no) >= 2
)
select account_id
from (
    select account_no, support, row_number() over (order by support desc, account_id) as place
    from pointed join account using (account_no)
    where regexp_matches(account_id, $ids)
)
full join (select distinct account_no, true as is_candidate from niche_account where niche = $niche)
    using (account_no)
join account using (account_no)
where (is_candidate or place <= $most) and regexp_matches(account_id, $ids)
    and account_no not in (
        select subject_no from visit
        where listing = 'profile' and case when ended is null then niche = $niche
            else ended <> 'failed' or visit_no >= $first_visit end
    )
order by coalesce(support, 0) desc, account_id
limit greatest(25, (
    select greatest(100, 6 * count(*) filter (where listing not in ('profile', 'places')))
        - count(*) filter (where listing = 'profile')
    from visit where ended is not null and niche = $niche and platform = $platform
))
