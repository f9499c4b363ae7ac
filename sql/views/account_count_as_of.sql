-- The newest declared counts of each account through the visits finished by a moment.
create or replace macro account_count_as_of(moment) as table
select
    account_no,
    arg_max(followers_count, (ended_at, visit_no)) as followers_count,
    arg_max(following_count, (ended_at, visit_no)) as following_count,
    arg_max(posts_count, (ended_at, visit_no)) as posts_count
from account_count join visit using (visit_no)
where ended is not null and ended_at <= moment
group by account_no
