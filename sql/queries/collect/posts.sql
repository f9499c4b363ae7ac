-- The newest posts of the niche's visited accounts whose engagers were not read yet.
select post_id, account_id
from (
    select post_no, post_id, author_no, account_id,
        row_number() over (partition by author_no order by posted_at desc, post_id) as place
    from post
    join account on account_no = author_no
    where author_no in (select account_no from niche_account where niche = $niche)
        and author_no in (select subject_no from visit where listing = 'posts' and ended is not null)
        and starts_with(account_id, $platform || ':')
)
where place <= $posts and post_no not in (
    select post_no from visit where listing = 'engagers' and ended is not null and post_no is not null
)
order by author_no, place
