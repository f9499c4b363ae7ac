-- How often the candidates were mentioned and passed on, by day.
select target_no as account_no, cast(happened_at as date) as "on", count(*) as "count"
from seen_edge
where kind in ('mention', 'repost', 'quote', 'forward') and happened_at <= $as_of
    and target_no in (select account_no from candidate) and source_no <> target_no
group by all
order by account_no, "on"
