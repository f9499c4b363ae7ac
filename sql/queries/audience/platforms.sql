-- How many people of a target audience each platform has; needs target_person.
select split_part(account_id, ':', 1) as platform, count(*) as people_count
from account
join target_person using (account_no)
group by platform
order by platform
