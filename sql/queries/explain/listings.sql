-- How far each listing of an account had been read by a moment, as its newest reading left it.
select listing, declared_count, fetched_count, is_newest_first, ended
from visit
where subject_no = $account_no and post_no is null and ended_at <= $as_of and ended <> 'failed'
qualify row_number() over (partition by listing order by ended_at desc, visit_no desc) = 1
order by listing
