-- Of some accounts what a ranking judged: as explain/head, a row an account that is stored; null
-- where the ranking did not judge it.
select account_no, account_id, probability, zone, is_pinned, graph_lift, neighbour_share, words,
    lists, neighbour_count, niche_neighbour_count, matched, membership."role", role_evidence,
    decided.is_member as decided_member, decided."role" as decided_role,
    exists (
        from membership where ranking_no = $ranking_no
            and coalesce(graph_lift, neighbour_share, words, lists) is not null
    ) as is_judged,
    account_no in (
        select account_no from niche_account where niche = $niche and why = 'seed'
    ) as is_seed
from account
left join (select * from membership where ranking_no = $ranking_no) as membership using (account_no)
left join decided_of($niche) as decided using (account_no)
where account_id in (select unnest($account_ids))
order by account_id
