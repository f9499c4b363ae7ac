-- Marks the pages of a batch as stored; only those come back that were not stored before.
insert into page (visit_no, page_no, row_count)
select visit_no, page_no, row_count from staged_page
on conflict do nothing
returning visit_no, page_no
