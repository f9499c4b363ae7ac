-- New candidates: whom the pages and posts of at least two of the niche's accounts refer to, or the
-- platform calls similar to two of them; to one, where no more were read. For platforms on which
-- accounts refer to each other and hardly anybody's follows are shown.
insert into niche_account (niche, account_no, why, depth, since_visit)
with known as (
    select account_no, depth
    from candidate_of($niche, 'infinity') join account using (account_no)
    where starts_with(account_id, $platform || ':')
),
referring as (
    select source_no, target_no, depth
    from edge_seen join known on known.account_no = source_no
    where kind in ('mention', 'forward', 'repost', 'similar')
    group by all
)
select $niche, target_no, 'referred to', min(depth) + 1, $visit_no
from referring
join account on account_no = target_no
where regexp_matches(account_id, $ids)
    and target_no not in (select account_no from niche_account where niche = $niche)
group by target_no, account_id
having count(*) >= least(2, (select count(distinct source_no) from referring))
order by count(*) desc, account_id
limit greatest(0, $limit - (select count(*) from candidate_of($niche, 'infinity')))
