-- Finished listings of several pages that fell short of what was declared and were read once: a
-- row may have been lost where two pages meet. A second reading has the first one's beginning.
select account_id, post_id, query, listing, started_at, any_value(is_newest_first) as is_newest_first,
    any_value(declared_count) as declared_count
from visit
left join account on account_no = subject_no
left join post using (post_no)
join (select visit_no, count(*) as page_count from page group by visit_no) as pages using (visit_no)
where visit.niche = $niche and visit.platform = $platform and listing <> 'posts'
group by account_id, post_id, query, listing, started_at
having count(*) = 1 and any_value(ended) = 'complete' and any_value(page_count) > 1
    and any_value(fetched_count) < any_value(declared_count)
    and any_value(fetched_count) <= $most_rows
order by listing, account_id, post_id, query
