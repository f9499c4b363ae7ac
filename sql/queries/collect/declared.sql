-- What the profiles of a niche's accounts on a platform declare.
select account_id, followers_count, following_count
from account_count_as_of('infinity')
join account using (account_no)
where starts_with(account_id, $platform || ':')
    and account_no in (select account_no from niche_account where niche = $niche)
order by account_id
