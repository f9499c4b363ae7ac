-- The paired posts of the compared accounts, and how far the reactions to them had been read at
-- each date: 1 to the end, null where that is unknown.
select post_pair.is_after, post_pair.account_no, post_pair.post_no, min(share) as share
from post_pair
left join (
    select is_after, read.post_no, listing, max(share) as share
    from (
        select post_no, listing, ended_at,
            case when ended in ('complete', 'known') then 1.0
                when declared_count > 0 then least(1.0, fetched_count / declared_count) end as share
        from visit
        where post_no is not null and ended in ('complete', 'known', 'cut')
    ) as read
    join (select distinct is_after, moment, post_no from post_pair where is_own) as paired
        on paired.post_no = read.post_no and read.ended_at <= moment
    group by is_after, read.post_no, listing
) as told on told.post_no = post_pair.post_no and told.is_after = post_pair.is_after
where is_own
group by post_pair.is_after, post_pair.account_no, post_pair.post_no
order by post_pair.is_after, post_pair.account_no, post_pair.post_no
