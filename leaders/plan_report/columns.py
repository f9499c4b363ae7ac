"""What the columns of a plan's tables mean."""

from leaders.export import Column

FEW = "empty for fewer than ten"

ORDER = Column("order", "In which order to buy; each adds to those before it.", "count")
ACCOUNT = (
    Column("name", "What the account calls itself; free text written by strangers.", "text"),
    Column("account_id", "Permanent id, platform:native_id; join tables on it.", "text"),
    Column("platform", "The network that the account lives on.", "text"),
    Column("url", "The account's page; empty where not known.", "url"),
)
COST = (
    Column("format", "What is bought, in the words of the price list.", "text"),
    Column("cost", "What it comes to in the plan's currency, with fees and levy.", "money"),
    Column("price", "Of that the price.", "money"),
    Column("fees", "Of that the fees that the price list names.", "money"),
    Column("levy", "Of that the levy of the advertiser's country.", "money"),
    Column("said_price", "The price as it was said.", "money"),
    Column("said_currency", "The currency in which it was said.", "text"),
    Column("priced_on", "Of which day the price is.", "text"),
    Column("is_old", "True when the price is older than 60 days: ask again.", "flag"),
)
RULE = (
    Column(
        "status",
        "Whether its platform may carry the advertising, by the advertiser's country: allowed (no "
        "ban was found), disputed, unknown.",
        "text",
    ),
    Column(
        "needs_registry",
        "True when an account of its size has to be in a registry of that country, or may have to "
        "where its size is not known.",
        "flag",
    ),
    Column("is_must", "True when it had to be bought.", "flag"),
)
REACH = (
    Column("target_count", f"People of the target seen in its audience; {FEW}.", "count"),
    Column("exposure", "How likely one of them sees a placement.", "share"),
    Column(
        "exposure_from",
        "What that is made from: the median views of its posts with advertising, of its recent "
        "posts, or assumed.",
        "text",
    ),
    Column(
        "adds",
        f"People expected to see it whom nothing before it in the order reaches; {FEW} people of "
        "the target.",
        "count",
    ),
    Column("cost_per_thousand_new", "What a thousand of these cost (CP1K-U).", "money"),
    Column("reach", "People expected to see it or something before it.", "count"),
    Column("spent", "What it and all before it cost.", "money"),
    Column(
        "survives",
        "In what share of cases it is bought again, with every price off by up to 20 % and every "
        "exposure by up to 30 %.",
        "share",
    ),
)
SEEN = (
    Column("followers_count", "Followers or members that the platform declares.", "count"),
    Column("seen_count", f"Of these how many were seen; {FEW}.", "count"),
    Column("is_complete", "True when its audience was read whole.", "flag"),
    Column(
        "is_newest_first", "True when it was cut and those who came last were read alone.", "flag"
    ),
    Column("coverage", "Share of the declared audience that was read.", "share"),
)
VIEWS = (
    Column("posts_count", "On how many posts its views were measured.", "count"),
    Column("views_median", "Median views of a post; empty under 5 posts.", "count"),
)
PICKS = (ORDER, *ACCOUNT, *COST, *REACH, *RULE, *SEEN, *VIEWS)
"""Of what is bought for the people who see it."""

UNSEEN = (
    Column("is_bought", "True when it is bought with the money that is left.", "flag"),
    *ACCOUNT,
    *COST,
    *RULE,
    SEEN[0],
    *VIEWS,
    Column("cpm", "What a thousand views cost; empty where its views are not known.", "money"),
)
"""Of placements whose audience nobody sees."""

REJECTED = (
    *(it for it in ACCOUNT if it.name != "platform"),
    Column("cost", "What it comes to; empty where nobody said.", "money"),
    Column("target_count", f"People of the target seen in its audience; {FEW}.", "count"),
    Column("alone", "People expected to see it if it alone were bought.", "count"),
    Column("adds", "Of these how many the plan does not reach.", "count"),
    Column("covered", "Share of them that the plan reaches already.", "share"),
    Column(
        "worth_below",
        "Up to what cost it would be as good as the dearest new people of the plan.",
        "money",
    ),
    Column("why", "Why it was not bought.", "text"),
)
BUDGETS = (
    Column("spent", "What is spent.", "money"),
    Column("reach", "People expected to see the plan that is made for it.", "count"),
)
_OF_SEEN = f"of the people seen; {FEW}"
PAIRS = (
    Column("a_name", "One of two that are bought, the one that is bought first.", "text"),
    Column("b_name", "The other.", "text"),
    Column("seen_a", "People seen in the audience of a.", "count"),
    Column("seen_b", "People seen in the audience of b.", "count"),
    Column("shared_seen", f"People seen in both; {FEW}.", "count"),
    Column("overlap_min_seen", f"People in both / in the smaller of the two, {_OF_SEEN}.", "share"),
    Column(
        "overlap_jaccard_seen", f"People in both / in at least one of them, {_OF_SEEN}.", "share"
    ),
    Column("overlap_containment_seen", f"People in both / in a, {_OF_SEEN}.", "share"),
    Column("overlap_containment_b_seen", f"People in both / in b, {_OF_SEEN}.", "share"),
    Column("size_a", "People in the whole audience of a, as declared where it was cut.", "count"),
    Column("size_b", "People in the whole audience of b.", "count"),
    Column("shared", "People in both whole audiences; empty where nobody knows, or few.", "count"),
    Column("shared_low", "At least so many of the whole audiences are in both.", "count"),
    Column("shared_high", "At most so many; empty where nobody knows.", "count"),
    Column("basis", "What these three rest on: exact, estimate or bounds.", "text"),
    Column("a_id", "Permanent id of a.", "text"),
    Column("b_id", "Permanent id of b.", "text"),
)
"""Of every two that are bought on one platform (or in one data set of files)."""
