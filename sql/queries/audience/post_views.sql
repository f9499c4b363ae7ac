-- The views of the asked accounts' newest posts as they were last seen, for each at most $most, and
-- what the posts say. Only counts that were seen at least $hours hours after posting: views still
-- come in before. place: 1 is the account's newest. Needs asked_audience.
with seen as (
    select visit_no, ended_at from visit where ended is not null and ended_at <= $as_of
),
asked as (
    select post_no, post_id, author_no, posted_at
    from post
    where author_no in (select account_no from asked_audience)
),
counted as (
    select post_no, max(ended_at) as seen_at,
        arg_max(views_count, (ended_at, visit_no)) as views_count
    from post_count join seen using (visit_no)
    where views_count is not null and post_no in (select post_no from asked)
    group by post_no
)
select author_no as account_no, views_count, text,
    row_number() over (partition by author_no order by posted_at desc, post_id) as place
from asked
join counted using (post_no)
left join post_text_as_of($as_of) using (post_no)
where posted_at <= seen_at - to_hours(cast($hours as integer))
qualify place <= $most
order by account_no, place
