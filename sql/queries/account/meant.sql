-- The accounts of some platforms that the cells of a table may mean: by permanent id, native
-- id, handle or the address of the page. $names are cells without @, $pages are addresses, both in
-- small letters, addresses without https://www. and a last slash.
with known as (
    select account_no, account_id, substr(account_id, strpos(account_id, ':') + 1) as native_id,
        lower(handle) as handle,
        rtrim(regexp_replace(lower(url), '^https?://(www\.)?', ''), '/') as page
    from account
    left join profile_as_of('infinity') using (account_no)
    where list_contains(cast($platforms as varchar[]), split_part(account_id, ':', 1))
)
select distinct account_no, account_id, spelling
from (
    select account_no, account_id, account_id as spelling from known
    where account_id in (select unnest(cast($texts as varchar[])))
    union all
    select account_no, account_id, lower(native_id) from known
    where lower(native_id) in (select unnest(cast($names as varchar[])))
    union all
    select account_no, account_id, handle from known
    where handle in (select unnest(cast($names as varchar[])))
    union all
    select account_no, account_id, page from known
    where page in (select unnest(cast($pages as varchar[])))
)
order by spelling, account_id
