-- What people said of whether two accounts are one person: the newest word on each pair. A word is no
-- observation: it holds for a look into the past too.
create or replace macro decided_link() as table
select account_no, other_no, one.account_id, other.account_id as other_id, status, said.kind, decided_by,
    decided_at
from (
    select account_no, other_no, arg_max(status, (decided_at, status)) as status,
        arg_max(kind, (decided_at, status)) as kind,
        arg_max(decided_by, (decided_at, status)) as decided_by, max(decided_at) as decided_at
    from identity_link
    where status <> 'verified'
    group by account_no, other_no
) as said
join account as one using (account_no)
join account as other on other.account_no = other_no
