-- Deletes every observation of an account's attention, paid and received.
delete from edge_seen where source_no = $account_no or target_no = $account_no
