-- Deletes where members said that they are of the visits that are removed.
delete from audience_place where visit_no in (from removed_visit)
