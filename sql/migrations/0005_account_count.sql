-- What a platform declares of an account: followers (or members), following, posts.
create table account_count (
    account_no integer not null,
    visit_no integer not null,
    followers_count bigint,
    following_count bigint,
    posts_count bigint
);
