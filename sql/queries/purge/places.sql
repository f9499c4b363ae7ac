-- Deletes where members said that they are, of samples that a later one replaced.
delete from audience_place
where visit_no in (select visit_no from finished_visit where is_past)
