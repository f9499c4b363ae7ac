-- How far each listing of some accounts had been read by a moment, as its newest reading left it.
select subject_no as account_no, listing, declared_count, fetched_count, is_newest_first, ended
from visit
where subject_no in (select unnest($accounts)) and post_no is null and ended_at <= $as_of
    and ended <> 'failed'
qualify row_number() over (
    partition by subject_no, listing order by ended_at desc, visit_no desc
) = 1
order by account_no, listing
