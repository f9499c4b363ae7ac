-- The edges as they were at a moment, a person counted once: what several of its accounts spend on one account is
-- one account's, and what they spend on each other is no attention. Needs same_person.
create or replace temp view seen_edge as
select source_no, target_no, kind, post_no, happened_at, weight
from past_edge
where source_no not in (select account_no from same_person)
union all
select actor_no, target_no, kind, post_no, min(happened_at) as happened_at, max(weight) as weight
from (
    select arg_min(source_no, spends.place) over (
            partition by spends.person_no, target_no
        ) as actor_no, target_no, kind, post_no, happened_at, weight
    from past_edge
    join same_person as spends on spends.account_no = source_no
    left join same_person as receives on receives.account_no = target_no
    where receives.person_no is distinct from spends.person_no
)
group by actor_no, target_no, kind, post_no,
    case when post_no is null and kind not in ('follow', 'member') then happened_at end
