-- The number of the next ranking.
select coalesce(max(ranking_no) + 1, 0) as ranking_no from ranking
