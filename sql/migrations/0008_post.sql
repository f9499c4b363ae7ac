-- Posts that were engaged with or listed; no text. author_no is null until a listing says it.
create table post (
    post_no integer not null,
    post_id varchar not null,
    author_no integer,
    posted_at timestamptz
);
