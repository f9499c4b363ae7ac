-- Which of some accounts a ranking judged.
select account_no from membership
where ranking_no = $ranking_no and account_no in (select unnest($accounts))
