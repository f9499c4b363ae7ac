-- A digest of the data that a ranking sees: visits finished by a moment, the bytes of imported
-- files, the candidates of the niche, suppressions, and how much is left after forgetting.
select sha256(concat_ws('|',
    (select string_agg(concat_ws(',', visit_no, account_id, listing, declared_count,
            fetched_count, epoch_us(started_at), epoch_us(ended_at), ended), ';' order by visit_no)
        from visit left join account on account_no = subject_no
        where ended is not null and ended_at <= $as_of),
    (select string_agg(digest, ';' order by digest) from file_import),
    (select string_agg(account_id || ',' || why, ';' order by account_id, why)
        from niche_account join account using (account_no) where niche = $niche),
    (select string_agg(account_hash, ';' order by account_hash) from suppressed),
    (select count(*) from account), (select count(*) from edge_seen)
))
