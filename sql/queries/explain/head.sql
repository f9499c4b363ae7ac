-- Of one account what a ranking judged: its membership; no row if the ranking did not judge it.
-- is_judged: whether the ranking judged anybody (without seeds it does not). is_seed, is_named, and
-- what a person decided, are of now.
select probability, zone, is_pinned, graph_lift, neighbour_share, words, lists, neighbour_count,
    niche_neighbour_count, matched, membership."role", role_evidence,
    decided.is_member as decided_member, decided."role" as decided_role,
    exists (
        from membership where ranking_no = $ranking_no
            and coalesce(graph_lift, neighbour_share, words, lists) is not null
    ) as is_judged,
    exists (
        from niche_account where niche = $niche and niche_account.account_no = $account_no
            and why = 'seed'
    ) as is_seed,
    exists (
        from niche_account where niche = $niche and niche_account.account_no = $account_no
            and why = 'named'
    ) as is_named
from membership
left join decided_of($niche) as decided using (account_no)
where ranking_no = $ranking_no and account_no = $account_no
