-- Deletes where the members of a community said that they are.
delete from audience_place where visit_no in (from visit_about($account_no))
