-- Visits that were planned for a niche or that a crash or a limit left in the middle, with all
-- that is needed to go on.
select visit_no, account_id, post_id, query, listing, is_newest_first, declared_count,
    fetched_count, started_at, visit.cursor, coalesce(pages.page_count, 0) as page_count
from visit
left join account on account_no = subject_no
left join post using (post_no)
left join (select visit_no, count(*) as page_count from page group by visit_no) as pages
    using (visit_no)
where ended is null and visit.platform = $platform and visit.niche = $niche
order by visit_no
