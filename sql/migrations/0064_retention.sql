-- Since which moment the observations are whole: what was older was thinned out to what later
-- moments need. One row, or none while nothing was ever thinned out.
create table retention (kept_since timestamptz not null)
