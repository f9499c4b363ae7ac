-- What people said of pairs of accounts, by permanent id.
select account_no, other_no, account_id, other_id, status, kind, decided_by, decided_at
from decided_link()
order by account_id, other_id
