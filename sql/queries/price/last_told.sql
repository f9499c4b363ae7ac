-- When the newest price of a niche's candidates was told: a row with told_at, null where nobody said
-- what advertising costs there.
select max(told_at) as told_at
from price_as_of('infinity')
where account_no in (select account_no from candidate_of($niche, 'infinity'))
