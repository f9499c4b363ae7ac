-- What is known of each candidate at a moment, by permanent id. coverage: of the newest finished
-- listing of its audience; null where that is unknown.
select account_no, account_id, candidate.kind, followers_count,
    case when listed.ended = 'complete' then 1.0
        -- least() leaves nulls out: without a declared count it would say 1.
        when listed.declared_count > 0 then least(1.0, listed.fetched_count / listed.declared_count)
    end as coverage
from candidate
join account using (account_no)
left join account_count_as_of($as_of) using (account_no)
left join audience_listing_as_of($as_of) using (account_no)
order by account_id
