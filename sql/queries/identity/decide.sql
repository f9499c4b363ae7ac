-- Writes down what a person said of a pair of accounts, the smaller number first; nothing where one
-- of them is stored no more.
insert into identity_link (account_no, other_no, status, kind, evidence, decided_by, decided_at)
select least(one.account_no, other.account_no), greatest(one.account_no, other.account_no),
    $status, $kind, $evidence, $decided_by, $decided_at
from account as one, account as other
where one.account_id = $account_id and other.account_id = $other_id
    and one.account_no <> other.account_no
