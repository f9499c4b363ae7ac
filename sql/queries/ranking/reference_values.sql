-- The component values of a ranking's accounts, by list.
select list, component, value
from component
join ranked_account using (ranking_no, account_no)
join ranking using (ranking_no)
where ranking_id = $ranking_id
order by list, component, account_no
