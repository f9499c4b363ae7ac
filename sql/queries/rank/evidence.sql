-- What says of each candidate that it is of the niche, but for the graph and its text: whether
-- the niche names it (seed, or named by a file), in how many curated lists it stands that the
-- niche reads, whether a search for its words found it; how many of the niche's voices point at
-- it and their share of all who do (temporary table niche_share); what a person decided.
with listed as (
    select found.account_no, count(distinct visit.query) filter (where listing = 'listed') as lists_count,
        bool_or(listing <> 'listed') as is_found
    from found
    join visit using (visit_no)
    where visit.niche = $niche and visit.ended_at <= $as_of
    group by found.account_no
),
known as (
    select account_no, bool_or(niche_account.why = 'seed') as is_seed,
        bool_or(niche_account.why = 'named') as is_named
    from niche_account
    left join visit on visit_no = since_visit
    where niche_account.niche = $niche
        and coalesce(coalesce(visit.ended_at, visit.started_at) <= $as_of, true)
    group by account_no
)
select account_no, coalesce(is_seed, false) as is_seed, coalesce(is_named, false) as is_named,
    coalesce(lists_count, 0) as lists_count, coalesce(is_found, false) as is_found,
    support, share, decided.is_member, decided."role"
from candidate
join account using (account_no)
left join known using (account_no)
left join listed using (account_no)
left join niche_share using (account_no)
left join decided_of($niche) as decided using (account_no)
order by account_id
