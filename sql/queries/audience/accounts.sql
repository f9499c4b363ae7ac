-- The asked accounts by permanent id, with what is known of them and of the listing of their
-- audience at a moment: its newest finished reading, of those that did not fail. `ended` and
-- coverage are null where it was never read. Needs asked_audience.
select account_no, account_id, coalesce(kind, 'person') as kind, handle, name, url,
    coalesce(is_unlisted, false) as is_unlisted,
    coalesce(followers_count, listed.declared_count) as followers_count,
    listed.ended, coalesce(listed.ended = 'cut' and listed.is_newest_first, false) as is_newest_first,
    case when listed.ended in ('complete', 'known') then 1.0
        -- least() leaves nulls out: without a declared count it would say 1.
        when listed.declared_count > 0 then least(1.0, listed.fetched_count / listed.declared_count)
    end as coverage
from account
left join profile_as_of($as_of) using (account_no)
left join account_count_as_of($as_of) using (account_no)
left join audience_listing_as_of($as_of) using (account_no)
where account_no in (select account_no from asked_audience)
order by account_id
