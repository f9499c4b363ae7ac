-- Since when listings of a niche on a platform are read again, where that is under way and began
-- after a moment.
select since from refresh
where niche = $niche and platform = $platform and ended_at is null and begun_at > $after
order by begun_at desc
limit 1
