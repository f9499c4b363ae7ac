-- When the last visit finished; null in a store without any.
select max(ended_at) from visit where ended is not null
