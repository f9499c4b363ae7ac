-- How many accounts each one follows or is a member of, as far as was seen and as it declares.
select source_no as account_no, seen_count, coalesce(following_count, 0) as following_count
from (
    select source_no, count(distinct target_no) as seen_count
    from seen_edge
    where kind in ('follow', 'member')
    group by source_no
)
left join account_count_as_of($as_of) on account_no = source_no
