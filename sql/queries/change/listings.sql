-- How the listings of the compared accounts were read at both dates.
select subject_no as account_no, listing, ended_before, fetched_before, declared_before,
    ended_after, fetched_after, declared_after
from listing_pair
where subject_no in (select account_no from compared)
order by account_no, listing
