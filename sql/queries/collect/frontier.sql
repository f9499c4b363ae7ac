-- The frontier of a niche on a platform: whose listings are to be read next, in order, with those
-- that are done. Seeds first. Then, as long as fewer than $audience were asked for the niche,
-- accounts of the audience: those who point at two candidates, then everybody else who points at
-- one or at whom somebody asked points, in a random order that is always the same. Then candidates
-- up to $accounts, by how many of the niche's voices point at them (temporary table niche_share).
-- $audience_now and $accounts_now bound this round; the first ones are small, since each learns
-- from the one before. $ids tells the ids that the platform can be asked for.
with known as (
    select subject_no as account_no,
        bool_or(niche = $niche and listing in ('followers', 'members', 'posts')) as is_read,
        bool_or(listing in ('following', 'memberships') and is_tried) as is_asked,
        bool_or(niche = $niche and listing in ('following', 'memberships') and is_tried)
            as is_asked_for_it,
        arg_max(ended, visit_no) filter (where listing = 'profile' and ended <> 'failed') = 'gone'
            as is_gone
    from (
        select *, case when ended is null then niche = $niche
            else ended <> 'failed' or visit_no >= $first_visit end as is_tried
        from visit
        where platform = $platform and post_no is null and subject_no is not null
    )
    group by subject_no
),
done as (
    select subject_no as account_no, list(listing order by listing) as listings
    from listing_done($niche, $platform, $first_visit, $pages, $enough_posts)
    where post_no is null
    group by subject_no
),
refused as (
    select account_no from known where is_gone
    union
    select account_no from profile_as_of('infinity') where is_unlisted
),
candidate as (
    select account_no, is_seed, depth, coalesce(support, 0) as support
    from candidate_of($niche, 'infinity')
    left join niche_share using (account_no)
    where account_no not in (select account_no from refused)
        and (is_seed or coalesce(is_of_niche, true))
),
audience as (
    select account_no, max(pointed_count) as pointed_count
    from (
        select source_no as account_no, count(distinct target_no) as pointed_count
        from seen_edge
        where target_no in (select account_no from candidate)
        group by source_no
        union all
        select target_no, 0
        from seen_edge
        where source_no in (select account_no from known where is_asked_for_it)
    )
    where account_no not in (select account_no from known where is_asked)
        and account_no not in (select account_no from refused)
    group by account_no
),
asked as (
    select account_no, kind, false as is_candidate, true as is_first,
        row_number() over (order by pointed_count < 2, md5(account_id), account_id) as place
    from audience join account using (account_no)
    where regexp_matches(account_id, $ids) and coalesce(kind, 'person') <> 'community'
    order by place
    limit (
        select greatest(0, least(
            $audience - count(*) filter (where not coalesce(is_read, false)),
            $audience_now,
            greatest(10, count(*) // 3)
        ))
        from known where is_asked_for_it
    )
),
verified as (
    select account_no, kind, is_seed, list_has_all(
            coalesce(listings, []),
            case kind when 'community' then $community_listings else $person_listings end
        ) as is_done,
        row_number() over (
            order by not is_seed, coalesce(is_read, false) desc, support desc, account_id
        ) as place
    from candidate
    join account using (account_no)
    left join known using (account_no)
    left join done using (account_no)
    where depth < $depth and regexp_matches(account_id, $ids)
    order by place
    limit $accounts
),
unread as (
    select account_no, kind, true as is_candidate, is_seed as is_first, place
    from verified
    where not is_done
    order by place
    limit (
        select least($accounts_now, greatest(10, count(*) filter (where is_done) // 3))
        from verified
    )
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
left join done using (account_no)
order by is_candidate desc, place
