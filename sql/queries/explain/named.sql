-- The accounts that a ranking judged and that a person may mean by a name or by the address of a
-- page. $spelt and $page in small letters, the page without https://www. and a last slash.
select account_no, account_id
from membership
join account using (account_no)
join profile_as_of('infinity') using (account_no)
where ranking_no = $ranking_no and (
    lower(name) = $spelt
    or rtrim(regexp_replace(lower(url), '^https?://(www\.)?', ''), '/') = $page
)
order by account_id
limit 11
