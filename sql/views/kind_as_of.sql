-- What each account is, without what a moment did not know yet: that its first profile was seen
-- later, or that somebody was seen later for the first time to be its member. (Which kind it is, is
-- kept as it was last told.)
create or replace macro kind_as_of(moment) as table
with later as (
    select visit_no from visit where ended_at is null or ended_at > moment
),
learnt as (
    select account_no from profile semi join later using (visit_no)
    union
    select target_no from edge_seen semi join later using (visit_no) where edge_seen.kind = 'member'
)
select account_no, kind
from account
where kind is not null and (
    account_no not in (from learnt)
    or starts_with(account_id, 'vk:-') or starts_with(account_id, 'telegram:-')
    or account_no in (
        select account_no from profile
        where account_no in (from learnt) and visit_no not in (from later)
    )
    or account_no in (
        select target_no from edge_seen
        where edge_seen.kind = 'member' and target_no in (from learnt)
            and visit_no not in (from later)
    )
)
