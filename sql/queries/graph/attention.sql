-- What actors spent on targets within the window: each (post, kind) once, worth
-- kappa * 2^(-age / half-life), and no post more than $post_cap times the target's median post.
-- Interactions without a moment do not age. Needs niche_probability (who is of the niche, and how
-- likely): what strangers do to a post does not make it larger.
with event as (
    select source_no, target_no, kind, post_no, happened_at,
        coalesce(seen_edge.weight, 1) * kind_weight.weight as kappa,
        post_no is not null and author_no is not distinct from target_no as is_on_own_post
    from seen_edge
    join kind_weight using (kind)
    left join (select post_no, author_no from post_as_of($as_of)) as written using (post_no)
    where layer = 1 and kind_weight.weight > 0 and source_no <> target_no
        and (happened_at is null
            or (happened_at <= $as_of and happened_at > $as_of::timestamptz - to_days($window_days)))
),
post_worth as (
    select target_no, post_no, sum(kappa * probability) as worth
    from event
    join niche_probability on account_no = source_no
    where is_on_own_post
    group by target_no, post_no
),
post_share as (
    select post_no, least(1, $post_cap * greatest(1, median(worth) over (partition by target_no))
        / nullif(worth, 0)) as share
    from post_worth
)
select source_no, target_no, sum(
        kappa * coalesce(share, 1)
        * coalesce(pow(2, -date_diff('second', happened_at, $as_of::timestamptz) / 86400.0 / $half_life_days), 1)
    ) as spent
from event
left join post_share on is_on_own_post and post_share.post_no = event.post_no
group by source_no, target_no
order by target_no, source_no
