-- How many followers the candidates had on each day that somebody looked: when a count was written
-- down, and when the profile was asked for again (what has not changed is not written down).
with told as (
    select account_no, ended_at, max(followers_count) as followers_count
    from account_count join visit using (visit_no)
    where followers_count is not null and ended is not null and ended_at <= $as_of
        and account_no in (select account_no from candidate)
    group by account_no, ended_at
),
looked as (
    select account_no, ended_at from told
    union
    select subject_no, ended_at from visit
    where listing = 'profile' and ended = 'complete' and ended_at <= $as_of
        and subject_no in (select account_no from candidate)
)
select account_no, cast(ended_at as date) as "on", max(followers_count) as followers_count
from looked asof join told using (account_no, ended_at)
group by account_no, "on"
order by account_no, "on"
