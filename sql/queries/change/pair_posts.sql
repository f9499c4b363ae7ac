-- The newest posts of each account at two moments, as many of the one as of the other: those whose
-- reactions were read (is_own), of the compared accounts; and those that were listed, of all.
-- Only of accounts whose posts were asked for again, which of imported platforms every file does.
-- A post that was there at the earlier moment and not read by then is left out of the later side:
-- that somebody looked for it later is no difference.
create or replace temp table post_pair as
with side as (
    select false as is_after, $earlier::timestamptz as moment
    union all
    select true, $later::timestamptz
),
finished as (
    select visit_no, platform, subject_no, post_no, listing, ended_at
    from visit
    where ended in ('complete', 'known', 'cut') and ended_at <= $later
),
asked_again as (
    select subject_no as account_no from finished
    where ended_at > $earlier
        and listing in ('posts', 'engagers', 'likers', 'reposters', 'quoters', 'repliers')
    union
    select author_no from post
    join post_count using (post_no)
    join finished on finished.visit_no = post_count.visit_no
    where listing = 'file' and ended_at > $earlier
),
known as (
    select true as is_own, post_no, min(ended_at) as since
    from (
        select post_no, ended_at from finished where post_no is not null
        union all
        select edge_seen.post_no, ended_at
        from edge_seen
        join finished using (visit_no)
        join post on post.post_no = edge_seen.post_no and author_no = target_no
    )
    where post_no in (select post_no from post where author_no in (select account_no from compared))
    group by post_no
    union all
    select false, post_count.post_no, min(ended_at)
    from post_count join finished using (visit_no)
    group by post_count.post_no
),
placed as (
    select is_after, moment, is_own, author_no as account_no, post_no,
        row_number() over (newest) as place,
        count(*) over (partition by is_after, is_own, author_no) as posts_count
    from side
    join known on since <= moment
    join post using (post_no)
    where author_no in (select account_no from asked_again)
        and (posted_at is null or posted_at <= moment)
        and (since <= $earlier or posted_at > $earlier)
    window newest as (
        partition by is_after, is_own, author_no order by posted_at desc nulls last, post_id
    )
),
bound as (
    select is_own, account_no, least($most_posts, min(posts_count)) as posts_count
    from placed
    where place = 1
    group by is_own, account_no
    having count(*) = 2
)
select is_after, moment, is_own, account_no, post_no
from placed
join bound using (is_own, account_no)
where place <= bound.posts_count
