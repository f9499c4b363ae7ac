-- Ranked accounts whose contributions do not add up to their score.
select ranking_no, account_no, score, sum(contribution) as contributions
from ranked_account join component using (ranking_no, account_no)
group by ranking_no, account_no, score
having abs(score - sum(contribution)) > 1e-8
order by ranking_no, account_no
