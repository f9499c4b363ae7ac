-- The candidates whose interactions were looked for: whose posts, or reactions to them, were read.
-- A file holds what it holds: of imported platforms everybody counts as read.
select account_no,
    split_part(account_id, ':', 1) not in (
        select distinct platform from visit
        where listing in ('posts', 'engagers', 'likers', 'reposters', 'quoters', 'repliers')
            and ended is not null and ended <> 'failed' and ended_at <= $as_of
    )
    or account_no in (
        select subject_no from visit
        where listing in ('posts', 'engagers', 'likers', 'reposters', 'quoters', 'repliers')
            and ended is not null and ended not in ('failed', 'hidden') and ended_at <= $as_of
            and subject_no is not null
    ) as is_read
from candidate
join account using (account_no)
order by account_id
