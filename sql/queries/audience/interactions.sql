-- How often each person interacted with the asked accounts after a moment (null: ever) and up to
-- as_of. What has no moment counts only where none is asked for, and undated_count tells of it.
-- Needs asked_audience and seen_edge.
select source_no,
    sum(coalesce(weight, 1)) filter (where $since is null or happened_at > $since::timestamptz)
        as interaction_count,
    count(*) filter (where happened_at is null) as undated_count
from seen_edge
join asked_audience on account_no = target_no
where kind not in ('follow', 'member', 'similar')
    and (happened_at is null or happened_at <= $as_of::timestamptz)
group by source_no
order by source_no
