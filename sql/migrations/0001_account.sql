-- Identity alone: a number given at first sight, which every other table uses, and the permanent
-- id `platform:native_id`. No key: it would cost four times the file; checks assert uniqueness.
-- kind is null until something says it: person, organisation or community.
create table account (
    account_no integer not null,
    account_id varchar not null,
    kind varchar
);
