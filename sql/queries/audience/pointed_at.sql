-- How a niche's candidates point at the asked accounts by a moment: mentions in a post of their own,
-- and what they pass on of theirs. happened_at: when first, null where nobody says. Needs
-- asked_audience. Params: niche, as_of.
select source_no as account_no, target_no, edge_seen.kind, edge_seen.post_no,
    min(happened_at) as happened_at
from edge_seen
join visit using (visit_no)
left join post on post.post_no = edge_seen.post_no
where ended is not null and ended_at <= $as_of
    and target_no in (select account_no from asked_audience) and source_no != target_no
    and source_no in (select account_no from candidate_of($niche, $as_of))
    and source_no not in (select account_no from profile_as_of('infinity') where is_unlisted)
    and (
        (edge_seen.kind = 'mention' and author_no = source_no)
        or edge_seen.kind in ('repost', 'forward', 'quote')
    )
group by source_no, target_no, edge_seen.kind, edge_seen.post_no
order by source_no, target_no, edge_seen.kind, edge_seen.post_no
