-- What each post says, through the visits finished by a moment; of posts whose words are kept.
create or replace macro post_text_as_of(moment) as table
select post_count.post_no, arg_max(text, (ended_at, visit_no)) as text
from post_count join visit using (visit_no)
where text is not null and ended is not null and ended_at <= moment
group by post_count.post_no
