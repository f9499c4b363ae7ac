-- Appends the accounts that searches and curated lists of this batch named.
insert into found (visit_no, account_no)
select distinct visit_no, account_no
from staged_found join staged_number using (id)
order by visit_no, account_no
