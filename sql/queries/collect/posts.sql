-- The newest posts of the niche's accounts whose posts were read, with their newest counts and
-- the listings of theirs that are done.
select post_id, account_id, likes_count, reposts_count, quotes_count, comments_count,
    coalesce(done.listings, []) as listings
from (
    select post_no, post_id, author_no, account_id,
        row_number() over (partition by author_no order by posted_at desc, post_id) as place
    from post
    join account on account_no = author_no
    where author_no in (select account_no from niche_account where niche = $niche)
        and author_no in (select subject_no from visit where listing = 'posts' and ended is not null)
        and starts_with(account_id, $platform || ':')
)
left join (
    select post_no, arg_max(likes_count, visit_no) as likes_count,
        arg_max(reposts_count, visit_no) as reposts_count,
        arg_max(quotes_count, visit_no) as quotes_count,
        arg_max(comments_count, visit_no) as comments_count
    from post_count group by post_no
) using (post_no)
left join (
    select post_no, list(listing order by listing) as listings
    from listing_done($niche, $platform, $first_visit, $pages, $enough_posts)
    where post_no is not null
    group by post_no
) as done using (post_no)
where place <= $posts
order by author_no, place
