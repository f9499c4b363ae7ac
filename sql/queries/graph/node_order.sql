-- The nodes in the order of their permanent ids: numbers tell the order of import, and nothing
-- that is sampled or tied may depend on that.
select account_no from node join account using (account_no) order by account_id
