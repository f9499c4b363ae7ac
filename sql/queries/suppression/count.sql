-- How many accounts are suppressed.
select count(*) as suppressed_count from suppressed
