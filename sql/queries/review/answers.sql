-- Of whom a person said whether they are of the niche, the newest word counting, and what was
-- known of them when they were asked about first: what membership is calibrated on.
select account_id, is_member, evidence.prior as prior, evidence.graph_lift as graph_lift,
    evidence.neighbour_share as neighbour_share, evidence.words as words,
    evidence.lists as lists, evidence.is_top as is_top
from (
    select account_no, arg_max(is_member, decided_at) as is_member,
        arg_min(evidence, decided_at) as evidence
    from review
    where niche = $niche
    group by account_no
)
join account using (account_no)
where is_member is not null and evidence is not null
order by account_id
