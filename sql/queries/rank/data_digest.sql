-- A digest of the data that a ranking sees: visits finished by a moment, the bytes of the files
-- imported by then, the niche's candidates, what people decided of them and of who is one person,
-- suppressions, and what is left after forgetting.
with seen as (
    select * from visit where ended is not null and ended_at <= $as_of
)
select sha256(concat_ws('|',
    (select string_agg(concat_ws(',', visit_no, account_id, listing, declared_count,
            fetched_count, epoch_us(started_at), epoch_us(ended_at), ended), ';' order by visit_no)
        from seen left join account on account_no = subject_no),
    (select string_agg(concat_ws(',', visit_no, digest), ';' order by visit_no)
        from file_import semi join seen using (visit_no)),
    (select string_agg(concat_ws(',', account_id, told.kind, is_seed, depth), ';' order by account_id)
        from candidate_of($niche, $as_of) join account using (account_no)
            left join kind_as_of($as_of) as told using (account_no)),
    (select string_agg(concat_ws(',', account_id, is_member, "role"), ';' order by account_id)
        from decided_of($niche) join account using (account_no)),
    (select string_agg(concat_ws(',', 'link', account_id, other_id, status), ';'
            order by account_id, other_id) from decided_link()),
    (select string_agg(account_hash, ';' order by account_hash) from suppressed),
    (select count(*) from edge_seen semi join seen using (visit_no))
))
