-- Pages of a visit that are stored, so that a page written twice is a no-op.
create table page (
    visit_no integer not null,
    page_no integer not null,
    row_count bigint not null,
    primary key (visit_no, page_no)
);
