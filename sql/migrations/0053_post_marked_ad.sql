-- Whether the platform itself marks a post as advertising; null where it has no such mark.
alter table post_count add column is_marked_ad boolean
