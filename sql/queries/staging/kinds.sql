-- The kind that a profile says is the account's kind.
update account set kind = said.kind
from (
    select account_no, min(staged_account.kind) as kind
    from staged_account join staged_number using (id)
    where staged_account.kind is not null
    group by account_no
) as said
where account.account_no = said.account_no and account.kind is distinct from said.kind
