-- Addresses of curated lists that a search, or a visit to their maker, named.
create table found_list (
    visit_no integer not null,
    address varchar not null
);
