-- The posts of a niche's candidates as they were last seen by a moment, by author and newest first;
-- without those of accounts that forbid being shown to strangers. views_seen_at: when their views
-- were last counted. Params: niche, as_of.
with seen as (
    select visit_no, ended_at, row_number() over (order by ended_at, visit_no) as place
    from visit
    where ended is not null and ended_at <= $as_of
),
own as (
    select author_no as account_no, post_no, post_id, posted_at
    from post
    where author_no in (select account_no from candidate_of($niche, $as_of))
        and author_no not in (select account_no from profile_as_of('infinity') where is_unlisted)
        and (posted_at is null or posted_at <= $as_of)
),
counted as (
    select post_no, arg_max(views_count, place) as views_count,
        max(ended_at) filter (views_count is not null) as views_seen_at,
        arg_max(is_marked_ad, place) as is_marked_ad, arg_max(text, place) as text
    from post_count join seen using (visit_no)
    where post_no in (select post_no from own)
    group by post_no
)
select account_no, account_id, post_no, post_id, posted_at, views_count, views_seen_at, is_marked_ad,
    text
from own
join counted using (post_no)
join account using (account_no)
order by account_id, posted_at desc nulls last, post_id
