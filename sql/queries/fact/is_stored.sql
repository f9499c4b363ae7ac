-- Whether facts were stored with a ranking.
select count(*) > 0 as is_stored from fact where ranking_no = $ranking_no
