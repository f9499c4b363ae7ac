-- Which accounts a niche may place advertising in, and how they are called: its candidates, without
-- those that forbid being shown to strangers.
select account_no, account_id, coalesce(name, handle) as name
from candidate_of($niche, 'infinity')
join account using (account_no)
left join profile_as_of('infinity') using (account_no)
where not coalesce(is_unlisted, false)
order by account_id
