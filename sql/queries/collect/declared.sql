-- The candidates of a niche on a platform, with what their profiles declare.
select account_id, followers_count, following_count
from candidate_of($niche, 'infinity')
join account using (account_no)
left join account_count_as_of('infinity') using (account_no)
where starts_with(account_id, $platform || ':')
order by account_id
