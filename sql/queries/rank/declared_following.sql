-- How many accounts somebody follows, where that is known: as a profile or a listing declares it,
-- or as a listing that was read to its end has it.
select account_no, max(following_count) as following_count
from (
    select account_no, following_count from account_count_as_of($as_of)
    union all
    select subject_no, arg_max(
            coalesce(declared_count, case ended when 'complete' then fetched_count end),
            (ended_at, visit_no)
        )
    from visit
    where listing = 'following' and ended is not null and ended not in ('failed', 'gone')
        and ended_at <= $as_of and subject_no is not null
    group by subject_no
)
where following_count is not null
group by account_no
order by account_no
