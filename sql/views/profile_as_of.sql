-- The newest profile of each account through the visits finished by a moment.
create or replace macro profile_as_of(moment) as table
select
    account_no,
    arg_max(handle, (ended_at, visit_no)) as handle,
    arg_max(name, (ended_at, visit_no)) as name,
    arg_max(url, (ended_at, visit_no)) as url,
    arg_max(is_unlisted, (ended_at, visit_no)) as is_unlisted,
    arg_max(contacts, (ended_at, visit_no)) as contacts,
    arg_max(links, (ended_at, visit_no)) as links,
    arg_max(bio, (ended_at, visit_no)) as bio,
    arg_max(verified_links, (ended_at, visit_no)) as verified_links,
    arg_max(created_at, (ended_at, visit_no)) as created_at,
    arg_max(place, (ended_at, visit_no)) as place
from profile join visit using (visit_no)
where ended is not null and ended_at <= moment
group by account_no
