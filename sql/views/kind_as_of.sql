-- What each account is, without what a moment did not know yet: that a profile was seen later, or
-- that somebody was seen later to be its member. (Which kind it is, is kept as it was last told.)
create or replace macro kind_as_of(moment) as table
select account_no, kind
from account
where kind is not null and (
    starts_with(account_id, 'vk:-') or starts_with(account_id, 'telegram:-') or account_no not in (
        select account_no
        from (
            select account_no, visit_no from profile
            union all
            select target_no, visit_no from edge_seen where edge_seen.kind = 'member'
        ) join visit using (visit_no)
        group by account_no
        having coalesce(min(ended_at), 'infinity') > moment
    )
)
