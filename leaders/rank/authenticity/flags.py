"""What flags there are, each with the words that a person needs to judge it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flag:
    """Something unusual about an account, which is no proof of anything.

    family: flags of one family look at the same thing; together they count once.
    needs: the data without which it is not computed.
    form: of its value, a share or a decimal.
    sentence: of an unusual account, with {value}, {median} and {peers}.
    measured_on: one of what a value is made of, such as a post.
    not_computed: why it never is; None when it is.
    """

    family: str
    meaning: str
    formula: str
    cautions: str
    needs: str
    form: str = "share"
    sentence: str = ""
    measured_on: str = ""
    not_computed: str | None = None


FLAGS: dict[str, Flag] = {
    "er_vs_tier": Flag(
        family="counts",
        meaning="engagement rate unusual for its number of followers",
        formula=(
            "ln(ER + max(1e-4, 1 / (2 F))) against a + b ln F, Theil-Sen, F = followers, ER = "
            "median of likes + comments + reposts of the newest 20 posts / F; residual / "
            "(1.4826 MAD) below -2.5 or above 3.5"
        ),
        cautions="old accounts, brands and news outlets, a post that went viral, hidden likes",
        needs="followers and the counts of at least 5 posts, for 50 accounts of one platform",
        sentence=(
            "its median post is answered by {value} of its followers, "
            "where {peers} peers at its size would have {median}"
        ),
        measured_on="post",
    ),
    "growth_spike": Flag(
        family="time",
        meaning="followers gained or lost at once, without more attention at the time",
        formula=(
            "g = sgn(x) sqrt|x| of the followers x gained a day; (g - median) / max(.5, 1.4826 "
            "MAD) of the 28 gains before beyond 5, at least 3 % of the followers, and no spike of "
            "mentions or reposts within 3 days"
        ),
        cautions=(
            "virality or press elsewhere, a giveaway, a starter pack, a purge by the platform, "
            "counts that it rounds; the more so where mentions and reposts were not collected"
        ),
        needs="followers counted on at least 30 days, for 30 accounts",
        sentence=(
            "its followers changed by {value} at once; "
            "the largest change of {peers} peers is {median} in the median"
        ),
        measured_on="day",
    ),
    "comment_like_ratio": Flag(
        family="counts",
        meaning="comments unusually many or few for the likes",
        formula=(
            "ln((comments + 1) / (likes + 10)) against the tier of followers, "
            "|z| > 3.5 with z = distance from its median / sqrt((1.4826 MAD)^2 + "
            "1 / (comments + 1) + 1 / (likes + 10))"
        ),
        cautions="controversy, questions and answers, hidden likes, closed comments",
        needs="likes, comments and followers, for 30 accounts",
        sentence=(
            "its comments come to {value} of its likes, "
            "where {peers} peers of its size have {median} in the median"
        ),
        measured_on="post",
    ),
    "ring": Flag(
        family="graph",
        meaning="its attention is returned within a ring whose members all engage each other",
        formula=(
            "at least 5 partners with 5 interactions each way, at least half of the pairs of them "
            "partners too, and the answered share of the attention received (3 an actor at most) "
            "above the 90th percentile of those without such a ring"
        ),
        cautions="friends, couples, colleagues, academics, small niches, a team of one project",
        needs="interactions in both directions, for 30 accounts outside of rings",
        sentence=(
            "{value} of the attention it receives comes from accounts that receive its own, "
            "where {peers} peers have {median} in the median"
        ),
        measured_on="account",
    ),
    "lockstep": Flag(
        family="graph",
        meaning="its followers are to an unusual part those of a few others",
        formula=(
            "mean of its 3 largest Jaccard overlaps of followers with accounts of the niche at "
            "least .20 and more than 3.5 sqrt((1.4826 MAD)^2 + J (1 - J) / n) above its tier of n "
            "followers seen"
        ),
        cautions="sister channels, duos, starter packs, an event that all were followed at",
        needs="at least 20 followers seen, for 30 accounts",
        sentence=(
            "its followers and those of the 3 nearest accounts overlap by {value} (Jaccard), "
            "where {peers} peers of its size have {median} in the median"
        ),
        measured_on="follower",
    ),
    "empty_audience": Flag(
        family="counts",
        meaning="many of its followers follow more than 1,500 accounts",
        formula=(
            "lower end of the 95 % Wilson interval of their share above the peers' median + 3 x "
            "max(.02, 1.4826 MAD)"
        ),
        cautions="who follows many is a person still; follow-back cultures; networks of trade",
        needs="how many accounts they follow, of at least 30 followers, for 30 accounts",
        sentence=(
            "{value} of its followers follow more than 1,500 accounts, "
            "where {peers} peers have {median} in the median"
        ),
        measured_on="follower",
    ),
    "creation_burst": Flag(
        family="time",
        meaning="followers whose accounts were made at the same time",
        formula=(
            "a window of 30 days of the dates at which followers' accounts were made holds more "
            "than max(10 %, 5 x the niche's share)"
        ),
        cautions="waves of growth of the platform",
        needs="the dates at which followers' accounts were made",
        not_computed="of an audience only platform ids are kept, no dates of their accounts",
    ),
    "duplicate_comments": Flag(
        family="text",
        meaning="comments that repeat each other",
        formula="share of comments of 20 characters or more with a near duplicate at least .3",
        cautions="chants of fans, prayers, bookings by a plus sign",
        needs="the text of comments",
        not_computed="of an audience's posts no text is kept",
    ),
    "one_post_wonder": Flag(
        family="posts",
        meaning="its engagers came for one post and were not seen on another",
        formula=(
            "share of engagers seen on one of its posts alone above the 95th percentile of peers, "
            "and its top post has more than 10 times the engagers of its median post"
        ),
        cautions="a post that truly went viral; accounts that are new",
        needs="who engaged with which post: 30 engagers and 5 posts, for 30 accounts",
        sentence=(
            "{value} of its engagers were seen on one of its posts alone, "
            "where {peers} peers have {median} in the median"
        ),
        measured_on="engager",
    ),
}
"""Every flag by its name, in the order in which they are shown."""
