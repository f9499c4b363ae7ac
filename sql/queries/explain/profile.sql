-- What is known of one account: of its name the newest, of its followers as of the ranking.
select account_id, handle, name, url, coalesce(is_unlisted, false) as is_unlisted, followers_count
from account
left join profile_as_of('infinity') using (account_no)
left join account_count_as_of($as_of) using (account_no)
where account_no = $account_no
