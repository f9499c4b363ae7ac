-- What the first import of these bytes with these options reported; no row if there was none.
select report from file_import where digest = $digest
