-- What is known of each candidate at a moment, by permanent id.
select account_no, account_id, candidate.kind, followers_count, covered.coverage
from candidate
join account using (account_no)
left join account_count_as_of($as_of) using (account_no)
left join (
    -- Of the newest finished listing of an account's audience.
    select subject_no as account_no,
        arg_max(
            case ended when 'complete' then 1.0
                else least(1.0, fetched_count / nullif(declared_count, 0)) end,
            (ended_at, visit_no)
        ) as coverage
    from visit
    where listing in ('followers', 'members') and ended is not null and ended_at <= $as_of
        and ended <> 'failed' and subject_no is not null
    group by subject_no
) as covered using (account_no)
order by account_id
