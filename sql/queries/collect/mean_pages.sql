-- The mean number of pages of the listings of a platform that were read, by listing. Whoever was
-- only asked for a page is left out.
select listing, avg(page_count) as page_count
from visit
join (select visit_no, count(*) as page_count from page group by visit_no) as pages using (visit_no)
where platform = $platform and ended in ('complete', 'cut') and (
    post_no is not null or subject_no is null or subject_no in (
        select subject_no from visit where listing in ('followers', 'members')
    )
)
group by listing
order by listing
