-- What a ranking's accounts were like at its moment; null is not known. ads_posts_count and
-- texts_count: of how many posts and texts the share of advertising and the languages are told;
-- brand_safety_count: null where the niche names no words or none are known of the account.
create table fact (
    ranking_no integer not null,
    account_no integer not null,
    last_post_at timestamptz,
    posts_a_week double,
    median_views double,
    engagement double,
    engagement_formula varchar,
    ads_share double,
    ads_posts_count bigint,
    created_at timestamptz,
    languages struct("language" varchar, share double)[],
    texts_count bigint,
    speaks boolean,
    country varchar,
    city varchar,
    is_in_place boolean,
    places struct(source varchar, country varchar, city varchar, quote varchar)[],
    recent_posts struct(
        posted_at timestamptz, excerpt varchar, link varchar, views_count bigint, reactions_count bigint
    )[],
    best_posts struct(
        posted_at timestamptz, excerpt varchar, link varchar, views_count bigint, reactions_count bigint
    )[],
    brand_safety_count bigint,
    brand_safety struct(word varchar, quote varchar, posted_at timestamptz, link varchar)[],
    contacts struct(kind varchar, value varchar, found_in varchar, quote varchar)[]
)
