-- Where the members of some accounts ($accounts) said that they are, by the newest sample of each
-- that was finished by a moment: a row a place, and the numbers of its sample in each.
select account_no, account_id, asked_at, asked_count, members_count, followers_count, country, city,
    people_count
from (
    select subject_no as account_no, visit_no, started_at as asked_at
    from visit
    where listing = 'places' and ended = 'complete' and ended_at <= $as_of
        and list_contains($accounts, subject_no)
    qualify row_number() over (partition by subject_no order by ended_at desc, visit_no desc) = 1
)
join audience_place using (visit_no)
join account using (account_no)
left join account_count_as_of($as_of) using (account_no)
order by account_id, country nulls last, city nulls last
