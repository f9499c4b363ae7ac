-- Ids that more than one account has.
select account_id, count(*) as account_count
from account
group by account_id
having count(*) > 1
order by account_id
