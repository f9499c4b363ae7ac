-- The listings of the accounts to refresh (temporary table refreshed_account) that are to be read
-- again now, of so many accounts ($most): read last before $since. Who follows and whom is read again
-- only where the count has moved since, as a profile tells that was asked for again, or where the
-- list is older than $old: so is what an account hid. What failed is tried again with the frontier.
with newest as (
    select subject_no as account_no, listing, arg_max(visit, (started_at, visit_no)) as reading
    from visit
    where platform = $platform and post_no is null and query is null
        and (ended is not null or niche = $niche)
        and subject_no in (select account_no from refreshed_account)
    group by subject_no, listing
),
due as (
    select refreshed_account.*, listing, list_position(
            case kind when 'community' then $community_listings else $person_listings end, listing
        ) as turn
    from refreshed_account
    join newest using (account_no)
    left join account_count_as_of('infinity') as counted using (account_no)
    where turn > 0 and reading.ended is not null and reading.ended <> 'failed' and reading.started_at < $since
        and (reading.started_at < $old or reading.ended <> 'hidden' and not coalesce(
            asked_at >= $since and reading.declared_count = case listing
                when 'followers' then followers_count when 'members' then followers_count
                when 'following' then following_count end,
            false
        ))
)
select account_id, listing, is_in_doubt
from due
where place in (select distinct place from due order by place limit $most)
order by place, turn
