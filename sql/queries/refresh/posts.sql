-- The listings of newest posts of the accounts to refresh (temporary table refreshed_account) that
-- were read last before $since and whose counts have moved: a post that nobody touched costs nothing.
-- At most $most of them.
with placed as (
    select post_no, post_id, author_no,
        row_number() over (partition by author_no order by posted_at desc, post_id) as place
    from post
    where author_no in (select account_no from refreshed_account)
),
newest as (
    select post_no, listing, arg_max(visit, (started_at, visit_no)) as reading
    from visit
    where platform = $platform and post_no in (select post_no from placed where place <= $posts)
        and (ended is not null or niche = $niche)
    group by post_no, listing
),
due as (
    select post_no, listing, reading.visit_no as read_no
    from newest
    where reading.ended in ('complete', 'known', 'cut') and reading.started_at < $since
),
counted as (
    select post_no, listing, arg_max(likes_count, visit_no) as likes,
        arg_max(reposts_count, visit_no) as reposts, arg_max(quotes_count, visit_no) as quotes,
        arg_max(comments_count, visit_no) as comments,
        arg_max(likes_count, visit_no) filter (visit_no <= read_no) as old_likes,
        arg_max(reposts_count, visit_no) filter (visit_no <= read_no) as old_reposts,
        arg_max(quotes_count, visit_no) filter (visit_no <= read_no) as old_quotes,
        arg_max(comments_count, visit_no) filter (visit_no <= read_no) as old_comments
    from due join post_count using (post_no)
    group by post_no, listing
)
select post_id, account_id, listing, likes as likes_count, reposts as reposts_count,
    quotes as quotes_count, comments as comments_count
from counted
join placed using (post_no)
join refreshed_account on account_no = author_no
where case listing
    when 'likers' then likes is distinct from old_likes
    when 'reposters' then reposts is distinct from old_reposts
    when 'quoters' then quotes is distinct from old_quotes
    when 'repliers' then comments is distinct from old_comments
    else (likes, reposts, quotes, comments)
        is distinct from (old_likes, old_reposts, old_quotes, old_comments)
end
order by refreshed_account.place, placed.place, listing
limit $most
