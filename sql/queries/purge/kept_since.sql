-- Since which moment the observations are whole; no row where they all are.
select kept_since from retention
