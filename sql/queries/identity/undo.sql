-- Takes back what a person said of a pair of accounts: the word of one moment, or of all (null).
delete from identity_link
where status <> 'verified'
    and account_no = (
        select min(account_no) from account where account_id in ($account_id, $other_id)
    )
    and other_no = (
        select max(account_no) from account where account_id in ($account_id, $other_id)
    )
    and ($decided_at is null or decided_at = $decided_at::timestamptz)
