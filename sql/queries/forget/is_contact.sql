-- Whether others publish an account as whom to write to.
select count(*) > 0 as is_contact
from profile where list_contains(list_transform(contacts, lambda it: it.value), $account_id)
