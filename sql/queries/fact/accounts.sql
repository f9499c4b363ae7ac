-- The accounts of a ranking's lists as they were known at its moment. is_unlisted: they forbid by
-- now being shown to strangers.
select account_no, account_id, coalesce(kind, 'person') as kind, handle, name, bio, contacts,
    created_at, place,
    account_no in (select account_no from profile_as_of('infinity') where is_unlisted) as is_unlisted
from (select distinct account_no from ranked_account where ranking_no = $ranking_no)
join account using (account_no)
left join profile_as_of($as_of) using (account_no)
order by account_id
