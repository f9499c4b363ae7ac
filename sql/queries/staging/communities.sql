-- Whatever has members is a community, unless something said otherwise; of VK and Telegram the
-- minus in an id says it.
update account set kind = 'community'
where kind is null and (
    account_no in (select target_no from numbered_edge where kind = 'member')
    or (account_no in (select account_no from staged_number)
        and (starts_with(account_id, 'vk:-') or starts_with(account_id, 'telegram:-')))
)
