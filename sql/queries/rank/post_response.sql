-- The median response to a candidate's newest 20 posts, where at least 5 are known: likes count
-- .25, comments .7, reposts 1 (the weights of edges).
select account_no, median(response) as response
from (
    select author_no as account_no,
        0.25 * coalesce(likes_count, 0) + 0.7 * coalesce(comments_count, 0)
            + coalesce(reposts_count, 0) as response,
        row_number() over (partition by author_no order by posted_at desc, post_id) as place
    from post
    join (
        select post_count.post_no, arg_max(likes_count, (ended_at, visit_no)) as likes_count,
            arg_max(comments_count, (ended_at, visit_no)) as comments_count,
            arg_max(reposts_count, (ended_at, visit_no)) as reposts_count
        from post_count join visit using (visit_no)
        where ended is not null and ended_at <= $as_of
        group by post_count.post_no
    ) as counted using (post_no)
    where author_no in (select account_no from candidate)
        and (posted_at is null or posted_at <= $as_of)
        and coalesce(likes_count, comments_count, reposts_count) is not null
)
where place <= 20
group by account_no
having count(*) >= 5
order by account_no
