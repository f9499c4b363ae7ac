-- What each candidate says of itself.
select account_no, handle, name, bio, contacts, links
from candidate
join account using (account_no)
left join profile_as_of($as_of) using (account_no)
order by account_id
