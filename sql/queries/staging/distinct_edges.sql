-- The numbered edges of each visit: without self-loops, each exact duplicate once, and the
-- weights of one (source, target, kind, post, moment) added up. $undirected writes both
-- directions. Sums are rounded: threads add up in any order.
create or replace temp table distinct_edge as
with directed as (
    select * from numbered_edge
    union all
    select visit_no, target_no, source_no, kind, post_no, happened_at, weight
    from numbered_edge
    where $undirected
),
once as (
    select distinct * from directed where source_no <> target_no
)
select visit_no, source_no, target_no, kind, post_no, happened_at, round(sum(weight), 9) as weight
from once
group by visit_no, source_no, target_no, kind, post_no, happened_at
