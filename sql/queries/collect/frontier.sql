-- The frontier of a niche: the candidates of a platform that are to be visited, in order (seeds,
-- then those whom most of the niche points at), with the listings of theirs that are done.
-- Accounts that were visited before come first, so that they count against $limit even when they
-- turned out not to be of the niche.
select account_id, coalesce(kind, 'person') as kind, coalesce(done.listings, []) as listings
from candidate_of($niche, 'infinity')
join account using (account_no)
left join niche_share using (account_no)
left join (
    select subject_no as account_no, list(distinct listing order by listing) as listings,
        bool_or(listing <> 'profile') as is_visited, bool_or(ended = 'gone') as is_gone
    from visit
    where ended is not null and post_no is null
    group by subject_no
) as done using (account_no)
where depth < $depth and starts_with(account_id, $platform || ':')
    and not coalesce(is_gone, false)
    and (depth = 0 or coalesce(is_visited, false) or coalesce(is_of_niche, true))
order by coalesce(is_visited, false) desc, not is_seed, coalesce(support, 0) desc, account_id
limit $limit
