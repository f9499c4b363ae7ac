-- The accounts of a ranking's lists as they were known at its moment. is_unlisted: they forbade then
-- to be shown to strangers.
select account_no, account_id, coalesce(kind, 'person') as kind, handle, name, bio, contacts,
    created_at, place, coalesce(is_unlisted, false) as is_unlisted
from (select distinct account_no from ranked_account where ranking_no = $ranking_no)
join account using (account_no)
left join profile_as_of($as_of) using (account_no)
order by account_id
