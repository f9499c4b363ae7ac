-- Imported files: the digest of a file's bytes with its options makes a second import a no-op.
create table file_import (
    digest varchar primary key,
    dataset varchar not null,
    niche varchar not null,
    visit_no integer not null,
    report varchar not null
);
