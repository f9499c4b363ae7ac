-- What the candidates wrote in their newest 50 posts, as far as the words are kept.
select account_no, text
from (
    select author_no as account_no, text, posted_at, post_id,
        row_number() over (partition by author_no order by posted_at desc nulls last, post_id) as place
    from post
    join post_text_as_of($as_of) using (post_no)
    where author_no in (select account_no from candidate)
)
where place <= 50
order by account_no, place
