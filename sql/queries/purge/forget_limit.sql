-- Makes room for a new limit.
delete from retention
