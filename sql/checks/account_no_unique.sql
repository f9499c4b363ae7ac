-- Numbers that more than one account has.
select account_no, count(*) as account_count
from account
group by account_no
having count(*) > 1
order by account_no
