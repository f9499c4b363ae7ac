-- Forgets the files whose visits are removed, so that they can be imported again.
delete from file_import where visit_no in (from removed_visit)
