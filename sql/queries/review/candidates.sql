-- All candidates of a ranking, with what a person needs to see to say whether they are of the
-- niche, where they stand in their list, and what was decided since. Whoever by now forbids being
-- shown to strangers is not asked about.
select account_no, account_id, split_part(account_id, ':', 1) as platform, handle, name, url,
    coalesce(kind, 'person') as kind, coalesce(decided."role", membership."role") as "role",
    role_evidence, followers_count, membership.probability, zone, is_pinned, graph_lift,
    neighbour_share, words, lists, neighbour_count, niche_neighbour_count, matched,
    list, rank, p_top, coalesce(is_excluded, false) as is_excluded,
    decided.is_member, decided."role" as decided_role
from membership
join account using (account_no)
left join profile_as_of($as_of) using (account_no)
left join (select account_no, followers_count from account_count_as_of($as_of)) using (account_no)
left join (
    select account_no, list, rank, p_top, is_excluded
    from ranked_account where ranking_no = $ranking_no
) using (account_no)
left join decided_of($niche) as decided using (account_no)
where ranking_no = $ranking_no
    and account_no not in (select account_no from profile_as_of('infinity') where is_unlisted)
order by account_id
