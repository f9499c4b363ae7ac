-- Deletes which news of a niche were told.
delete from news_told where niche = $niche
