-- Makes the staging table of accounts as a visit saw them.
create or replace temp table staged_account (
    visit_no integer, id varchar, kind varchar, handle varchar, name varchar, url varchar,
    followers_count bigint, following_count bigint, posts_count bigint, is_unlisted boolean,
    contacts struct(kind varchar, value varchar, "role" varchar)[], links varchar[],
    bio varchar, verified_links varchar[], created_at timestamptz,
    place struct(country varchar, city varchar)
)
