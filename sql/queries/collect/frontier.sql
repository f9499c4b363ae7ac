-- The frontier of a niche on a platform: whose listings are to be read next, in order, with those
-- that are done. Seeds first. Then, as long as fewer than
-- $audience were asked, accounts of the audience (who point at a candidate), those who point at
-- two first, in a random order that is always the same. Then candidates up to $accounts, by how
-- many of those asked point at them. $audience_now and $accounts_now bound this round. What failed
-- before visit $first_visit is tried again.
with known as (
    select subject_no as account_no,
        list(distinct listing order by listing) filter (
            where ended is not null and (ended <> 'failed' or visit_no >= $first_visit)
        ) as listings,
        bool_or(listing in ('followers', 'members', 'posts')) as is_read,
        bool_or(listing in ('following', 'memberships')) as is_asked,
        arg_max(ended, visit_no) filter (where listing = 'profile') = 'gone' as is_gone
    from visit
    where post_no is null and subject_no is not null
    group by subject_no
),
candidate as (
    select account_no, is_seed, depth, coalesce(support, 0) as support,
        coalesce(is_read, false) as is_read
    from candidate_of($niche, 'infinity')
    left join niche_share using (account_no)
    left join known using (account_no)
    left join profile_as_of('infinity') using (account_no)
    where not coalesce(is_gone, false) and not coalesce(is_unlisted, false)
        and (is_seed or coalesce(is_of_niche, true))
),
audience as (
    select source_no as account_no, count(distinct target_no) as pointed_count
    from seen_edge
    where target_no in (select account_no from candidate)
        and source_no not in (select account_no from known where is_asked)
    group by source_no
),
asked as (
    select account_no, kind, false as is_candidate, true as is_first,
        row_number() over (order by pointed_count < 2, md5(account_id)) as place
    from audience join account using (account_no)
    where starts_with(account_id, $platform || ':')
    order by place
    limit greatest(0, least($audience_now, $audience - (
        select count(*) from known where is_asked and not is_read
    )))
),
verified as (
    select account_no, kind, is_seed,
        row_number() over (order by is_read desc, not is_seed, support desc, account_id) as place
    from candidate join account using (account_no)
    where depth < $depth and starts_with(account_id, $platform || ':')
    order by place
    limit $accounts
),
unread as (
    select account_no, kind, true as is_candidate, is_seed as is_first, place
    from verified left join known using (account_no)
    where not list_has_all(
        coalesce(listings, []),
        case kind when 'community' then $community_listings else $person_listings end
    )
    order by place
    limit $accounts_now
),
next as (
    from asked
    union all
    from unread where is_first or not exists (from asked)
)
select account_id, coalesce(next.kind, 'person') as kind, is_candidate,
    coalesce(listings, []) as listings
from next
join account using (account_no)
left join known using (account_no)
order by is_candidate desc, place
