-- Of how many accounts a ranking knew too little: of the niche or in doubt without a score; and those
-- of which it could not be judged whether they are of the niche.
select count(*) filter (
        zone in ('in', 'review')
        and account_no not in (select account_no from ranked_account where ranking_no = $ranking_no)
    ) as unscored_count,
    count(*) filter (zone = 'thin') as thin_count
from membership
where ranking_no = $ranking_no
