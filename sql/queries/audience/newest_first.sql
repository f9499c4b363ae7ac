-- The permanent ids of a target audience on a platform, whoever interacted last with the asked
-- accounts first; needs target_person, asked_audience and seen_edge.
select account_id
from account
join target_person using (account_no)
left join (
    select source_no as account_no, max(happened_at) as latest_at
    from seen_edge
    join asked_audience on asked_audience.account_no = target_no
    where kind not in ('follow', 'member', 'similar') and happened_at <= $as_of::timestamptz
    group by source_no
) as active using (account_no)
where starts_with(account_id, $platform || ':')
order by latest_at desc nulls last, account_id
