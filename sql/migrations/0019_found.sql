-- Accounts that a search or a curated list named.
create table found (
    visit_no integer not null,
    account_no integer not null
);
