-- The chats that a file holds become candidates of its niche, unless they are not to be shown.
insert into niche_account (niche, account_no, why, depth, since_visit)
select $niche, account_no, 'imported', 0, min(visit_no)
from staged_account join staged_number using (id)
where not is_unlisted and account_no not in (
    select account_no from candidate_of($niche, 'infinity') where depth = 0
)
group by account_no
order by account_no
