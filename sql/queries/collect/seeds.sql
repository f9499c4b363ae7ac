-- The seeds of a niche on a platform, without those that forbid being shown to strangers.
select account_id
from candidate_of($niche, 'infinity') join account using (account_no)
where is_seed and starts_with(account_id, $platform || ':')
    and account_no not in (select account_no from profile_as_of('infinity') where is_unlisted)
order by account_id
