-- Whatever has members is a community, unless something said otherwise.
update account set kind = 'community'
where kind is null and account_no in (
    select target_no from numbered_edge where kind = 'member'
)
