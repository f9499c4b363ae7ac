-- Who engaged with each of the candidates' newest 20 posts whose reactions were read, each once.
-- A post that was read and moved nobody is a row with the actor -1.
with reacted as (
    select post_no from visit
    where post_no is not null and ended is not null and ended not in ('failed', 'hidden', 'gone')
        and ended_at <= $as_of
    union
    select post_no from seen_edge where post_no is not null
),
newest as (
    select post_no, author_no, posted_at, post_id,
        row_number() over (partition by author_no order by posted_at desc nulls last, post_id) as place
    from post_as_of($as_of)
    where author_no in (select account_no from candidate) and post_no in (select post_no from reacted)
        and (posted_at is null or posted_at <= $as_of)
)
select distinct author_no as account_no, newest.post_no, coalesce(source_no, -1) as source_no
from newest
left join seen_edge on seen_edge.post_no = newest.post_no and target_no = author_no
    and source_no <> author_no
where place <= 20
order by account_no, post_no, source_no
