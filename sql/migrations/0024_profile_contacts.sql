-- How a profile says that its account is written to: what a community or channel publishes.
alter table profile add column contacts struct(kind varchar, value varchar, "role" varchar)[]
