-- A measured quantity of a ranked account; value and percentile are null where it is missing.
create table component (
    ranking_no integer not null,
    account_no integer not null,
    component varchar not null,
    value double,
    percentile double,
    contribution double not null
);
