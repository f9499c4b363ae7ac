-- Appends declared counts that differ from the newest ones known, or all ($always).
insert into account_count (account_no, visit_no, followers_count, following_count, posts_count)
select account_no, seen.visit_no, seen.followers_count, seen.following_count, seen.posts_count
from (
    select account_no, max(visit_no) as visit_no, max(followers_count) as followers_count,
        max(following_count) as following_count, max(posts_count) as posts_count
    from staged_account join staged_number using (id)
    group by account_no
) as seen
left join account_count_as_of('infinity') as known using (account_no)
where ($always or (seen.followers_count, seen.following_count, seen.posts_count)
        is distinct from (known.followers_count, known.following_count, known.posts_count))
    and coalesce(seen.followers_count, seen.following_count, seen.posts_count) is not null
order by account_no
