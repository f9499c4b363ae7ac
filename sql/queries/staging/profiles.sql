-- Appends profiles that differ from the newest one known, or all ($always): files come in any
-- order of time, and the newest must be known by its own row. A repeated account: the fullest.
insert into profile (account_no, visit_no, handle, name, url, is_unlisted, contacts, links, bio)
select account_no, seen.visit_no, seen.handle, seen.name, seen.url, seen.is_unlisted,
    seen.contacts, seen.links, seen.bio
from (
    select account_no, max(visit_no) as visit_no, max(handle) as handle, max(name) as name,
        max(url) as url, coalesce(bool_or(is_unlisted), false) as is_unlisted,
        max(contacts) as contacts, max(links) as links, max(left(bio, 2000)) as bio
    from staged_account join staged_number using (id)
    group by account_no
) as seen
left join profile_as_of('infinity') as known using (account_no)
where $always or known.account_no is null
    or (seen.handle, seen.name, seen.url, seen.is_unlisted,
            coalesce(seen.contacts, known.contacts), coalesce(seen.links, known.links),
            coalesce(seen.bio, known.bio))
        is distinct from (
            known.handle, known.name, known.url, known.is_unlisted, known.contacts, known.links,
            known.bio)
order by account_no
