-- What was heard of accounts between two moments: since when each exists, whether it was gone when
-- somebody last asked and had been there before, when its newest post is from, and whether its
-- posts were asked for.
select account_no, created_at, coalesce(ended = 'gone', false)
        and account_no in (
            select subject_no from visit
            where ended in ('complete', 'known', 'cut') and ended_at <= $earlier
        ) as is_gone, posted_at,
    coalesce(is_asked, false) as is_asked
from (select unnest($accounts) as account_no)
left join profile_as_of($later) using (account_no)
left join (
    select subject_no as account_no, arg_max(ended, (ended_at, visit_no)) as ended,
        bool_or(listing = 'posts' and ended in ('complete', 'known', 'cut')) as is_asked
    from visit
    where post_no is null and query is null and ended is not null and ended <> 'failed'
        and ended_at > $earlier and ended_at <= $later
    group by subject_no
) using (account_no)
left join (
    select author_no as account_no, max(posted_at) as posted_at
    from post where posted_at <= $later group by author_no
) using (account_no)
order by account_no
