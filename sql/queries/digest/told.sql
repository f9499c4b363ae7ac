-- Which news of a niche a channel took, and from when the newest ranking looks that it was told of.
select news, max(as_of) as as_of
from news_told
where niche = $niche and channel = $channel
group by news
order by news
