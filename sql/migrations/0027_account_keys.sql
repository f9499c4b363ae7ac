-- The keys of the accounts that are there already; later ones get theirs with their number.
update account set account_key = md5_number_lower(account_id)
