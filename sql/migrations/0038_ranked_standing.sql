-- What that says of its place: solid, borderline or out; null where it cannot be said.
alter table ranked_account add column standing varchar
