-- Of each of some communities ($communities) the $most members with the smallest keys, and how many
-- members are known: those that its listing showed since it was last read to its end. A key is a
-- hash of the id: whoever is drawn in one community is drawn in every other that draws as deep, in
-- every run.
with listed as (
    select visit_no, subject_no, started_at,
        max(case when ended = 'complete' then started_at end) over (partition by subject_no)
            as since
    from visit
    where listing = 'members' and subject_no in (
        select account_no from account where list_contains($communities, account_id)
    )
),
member as (
    select distinct subject_no, source_no
    from edge_seen
    join listed using (visit_no)
    where kind = 'member' and target_no = subject_no and coalesce(started_at >= since, true)
)
select community.account_id as community_id, person.account_id as account_id,
    count(*) over (partition by subject_no) as members_count
from member
join account as community on community.account_no = subject_no
join account as person on person.account_no = source_no
qualify row_number() over (
    partition by subject_no order by person.account_key, person.account_id
) <= $most
order by community_id, person.account_key, person.account_id
