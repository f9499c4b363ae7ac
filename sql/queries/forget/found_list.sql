-- Deletes the addresses of curated lists that an account made, or that a visit to it named.
delete from found_list
where visit_no in (from visit_about($account_no)) or contains(address, '//' || (
    select substr(account_id, strpos(account_id, ':') + 1) from account
    where account_no = $account_no
) || '/')
