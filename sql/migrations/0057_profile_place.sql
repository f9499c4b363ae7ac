-- Where an account says that it is, as its platform spells it.
alter table profile add column place struct(country varchar, city varchar)
