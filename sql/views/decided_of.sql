-- What people decided of the accounts of a niche: the newest word on each matter. A decision is
-- no observation: it holds for a look into the past too.
create or replace macro decided_of(of_niche) as table
select account_no, arg_max(is_member, decided_at) as is_member,
    arg_max("role", decided_at) as "role"
from review
where niche = of_niche
group by account_no
