-- Whether the order that is written down knows every account: some come without an edge. Accounts
-- go only with the order itself, so that equal sums mean the same accounts.
select (select (count(*), sum(account_no)) from account)
    = (select (count(*), sum(account_no)) from node_order) as is_ordered
