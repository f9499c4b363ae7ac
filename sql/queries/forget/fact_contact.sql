-- Takes an account out of the facts on others, as whom to write to.
update fact
set contacts = list_filter(contacts, lambda it: it.kind <> 'account' or it.value <> $account_id)
where list_contains(list_transform(contacts, lambda it: it.value), $account_id)
