-- The mean number of pages of the listings of a platform that were read, by listing.
select listing, avg(page_count) as page_count
from visit
join (select visit_no, count(*) as page_count from page group by visit_no) as pages using (visit_no)
where platform = $platform and ended in ('complete', 'cut')
group by listing
order by listing
