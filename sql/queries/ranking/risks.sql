-- How many families of flags are raised of a ranking's accounts, and which could be measured.
select account_no, level, families_count, measured_flags
from risk
where ranking_no = $ranking_no
order by account_no
