-- Remembers since which moment the observations are whole.
insert into retention values ($since)
