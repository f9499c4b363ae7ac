-- What an account said of itself when a visit saw it; appended when something changes.
create table profile (
    account_no integer not null,
    visit_no integer not null,
    handle varchar,
    name varchar,
    url varchar
);
