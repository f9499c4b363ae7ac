-- Deletes accounts that nothing names any more.
delete from account
where account_no not in (
    select source_no from edge_seen union all select target_no from edge_seen
    union all select account_no from profile union all select account_no from account_count
    union all select subject_no from visit where subject_no is not null
    union all select author_no from post where author_no is not null
    union all select account_no from found union all select account_no from niche_account
    union all select account_no from review union all select account_no from membership
    union all select account_no from ranked_account union all select account_no from component
    union all select account_no from finding union all select account_no from risk
    union all select account_no from measure union all select account_no from fact
    union all select account_no from price union all select account_no from contact
    union all select account_no from placement
    union all select account_no from news_told where account_no is not null
    union all select account_no from identity_link union all select other_no from identity_link
)
