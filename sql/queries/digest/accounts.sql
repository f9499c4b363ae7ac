-- Some accounts by id: their number, the address of their page, and whether they forbid by now being
-- shown to strangers.
select account_id, account_no, url, coalesce(is_unlisted, false) as is_hidden
from account
left join profile_as_of('infinity') using (account_no)
where account_id in (select unnest($account_ids))
order by account_id
