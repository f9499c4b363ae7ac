-- The seeds of a niche on a platform.
select account_id
from candidate_of($niche, 'infinity') join account using (account_no)
where is_seed and starts_with(account_id, $platform || ':')
order by account_id
