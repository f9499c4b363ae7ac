-- Whether the current edges are written down: new pages clear them.
select exists (select 1 from edge) as is_written
