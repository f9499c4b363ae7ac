"""Accounts whose audience came for one post and did not return."""

import numpy as np

from leaders.rank.authenticity.peers import (
    FEWEST_PEERS,
    FloatArray,
    Measured,
    nothing_measured,
)

FEWEST_ENGAGERS = 30
FEWEST_POSTS = 5
TOP_TO_MEDIAN = 10.0
HIGH_QUANTILE = 0.95


def one_post_wonder(
    engagers_count: FloatArray,
    once_count: FloatArray,
    posts_count: FloatArray,
    top_count: FloatArray,
    median_count: FloatArray,
) -> Measured:
    """Accounts most of whose engagers were seen on one post alone, and one post that has most.

    The value is the share of engagers who were seen on one post of the account alone, however
    often: who likes and comments on a giveaway is a one-off still. Unusual: the value above the
    95th percentile of those without such a post, whose top post has more than 10 times the
    engagers of their median post.

    All arrays have the shape (accounts,), NaN where not known. engagers_count: different accounts
    that engaged with its posts; once_count: those of them seen on one post alone; posts_count: its
    posts that somebody was seen to engage with; top_count, median_count: different engagers of
    the post that has most and, in the median, of all of those. Accounts with fewer than 30
    engagers or 5 posts are not measured.
    """
    known = (engagers_count >= FEWEST_ENGAGERS) & (posts_count >= FEWEST_POSTS)
    once, top = np.full((2, len(known)), np.nan)
    np.divide(once_count, engagers_count, out=once, where=known)
    np.divide(top_count, median_count, out=top, where=known & (median_count > 0))
    is_topped = top > TOP_TO_MEDIAN
    peers = once[known & ~is_topped]
    if len(peers) < FEWEST_PEERS:
        return nothing_measured(len(known))
    bound = float(np.quantile(peers, HIGH_QUANTILE))
    is_unusual = known & is_topped & (once > bound)
    nothing = np.full(len(known), np.nan)
    return Measured(
        value=once,
        median=np.where(known, np.median(peers), np.nan),
        peers_count=np.where(known, len(peers), 0),
        is_unusual=is_unusual,
        z=nothing,
        p=nothing,
        bound=bound,
        detail={
            row: f"its top post has {top[row]:.0f} x the engagers of its median post"
            for row in np.flatnonzero(is_unusual).tolist()
        },
    )
