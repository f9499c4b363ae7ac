-- Where the written-down edges differ from what the observations say: too many or missing. While a
-- crawl is under way nothing is written down, and nothing can differ.
with current as (
    select source_no, target_no, kind, post_no, happened_at, weight from edge_as_of('infinity')
)
select 'too many' as what, * from (from edge except all from current)
union all
select 'missing', * from (from current except all from edge) where exists (from edge)
order by all
