-- What a post says, where that differs from what was seen of it before; null otherwise, and of all
-- that is not an own post of an account whose posts were read.
alter table post_count add column text varchar
