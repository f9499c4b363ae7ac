-- Deletes posts that nothing is known of any more.
delete from post
where post_no not in (select post_no from edge_seen where post_no is not null)
    and post_no not in (select post_no from post_count)
    and post_no not in (select post_no from visit where post_no is not null)
