-- Appends profiles that differ from the newest one known, or all ($always): files come in any
-- order of time, and the newest must be known by its own row. A repeated account: the fullest.
-- What this visit did not tell stays as it was known.
insert into profile (account_no, visit_no, handle, name, url, is_unlisted, contacts, links, bio,
    verified_links, created_at, place)
select account_no, seen.visit_no, seen.handle, seen.name, seen.url, seen.is_unlisted,
    seen.contacts, seen.links, seen.bio, seen.verified_links, seen.created_at, seen.place
from (
    select account_no, max(visit_no) as visit_no, max(handle) as handle, max(name) as name,
        max(url) as url, coalesce(bool_or(is_unlisted), false) as is_unlisted,
        max(contacts) as contacts, max(links) as links, max(left(bio, 2000)) as bio,
        max(verified_links) as verified_links, min(created_at) as created_at,
        max(place) as place
    from staged_account join staged_number using (id)
    group by account_no
) as seen
left join profile_as_of('infinity') as known using (account_no)
where $always or known.account_no is null
    or (seen.handle, seen.name, seen.url, seen.is_unlisted,
            coalesce(seen.contacts, known.contacts), coalesce(seen.links, known.links),
            coalesce(seen.bio, known.bio),
            coalesce(seen.verified_links, known.verified_links),
            coalesce(seen.created_at, known.created_at), coalesce(seen.place, known.place))
        is distinct from (
            known.handle, known.name, known.url, known.is_unlisted, known.contacts, known.links,
            known.bio, known.verified_links, known.created_at, known.place)
order by account_no
