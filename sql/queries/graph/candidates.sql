-- The candidates of a niche at a moment: what it names, then the most pointed at, and communities
-- that a search or a candidate named (of some platforms nobody sees who follows whom); as the
-- limit lets in. Which of them belong to the niche is judged later (membership). Whoever forbids
-- being shown to strangers is none.
create or replace temp table candidate as
select account_no, coalesce(told.kind, 'person') as kind
from candidate_of($niche, $as_of) as candidates
join account using (account_no)
left join kind_as_of($as_of) as told using (account_no)
left join (
    select target_no as account_no, count(distinct source_no) as pointing_count
    from seen_edge group by target_no
) as pointed using (account_no)
where account_no not in (select account_no from profile_as_of($as_of) where is_unlisted)
    and (depth = 0 or pointing_count > 0 or (depth = 1 and told.kind = 'community'))
order by depth, coalesce(pointing_count, 0) desc, account_id
limit $limit
