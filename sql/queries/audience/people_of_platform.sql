-- Everybody on a platform who follows anybody, or is a member of anything; needs seen_edge.
select account_no as source_no
from account
where starts_with(account_id, $platform || ':')
    and account_no in (select source_no from seen_edge where kind in ('follow', 'member'))
