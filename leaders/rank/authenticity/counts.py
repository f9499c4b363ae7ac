"""Flags from counts that do not go together: followers, likes, comments, who the followers are."""

import numpy as np

from leaders.rank.authenticity.peers import (
    FEWEST_PEERS,
    BoolArray,
    FloatArray,
    IntArray,
    Measured,
    centre,
    compare_in_tiers,
    discovered,
    distance,
    nothing_measured,
    of_known,
    two_sided,
    upper_tail,
)
from leaders.rank.trend import fit_trend

FEWEST_FOR_TREND = 50
RATE_FLOOR = 1e-4
"""Added to engagement rates, so that none has a logarithm of minus infinity; below 5,000 followers
it is half a response: that nobody answered a small account is no surprise."""
LOW_RATE, HIGH_RATE = -2.5, 3.5
RATIO_BOUND = 3.5
FEWEST_KNOWN = 30
"""Followers of whom it is known how many they follow."""
CONFIDENCE = 1.959964
LEAST_DEVIATION = 0.02
"""Shares of audiences are not told apart more finely: where nearly all peers have none, one such
follower would stand out."""


def er_vs_tier(followers_count: FloatArray, response: FloatArray) -> Measured:
    """Engagement rates that are unusual for the number of followers.

    ``ln(ER + max(1e-4, 1 / (2 F))) = a + b ln F`` with ER = median response / F, F = followers,
    by Theil and Sen; z is the residual in robust deviations. Unusual: z < -2.5 or z > 3.5, and a
    discovery (see `discovered`).

    followers_count, response: shape (accounts,), NaN where not known; response is the median of
        likes + comments + reposts of the newest 20 posts. Accounts of one platform. Nothing is
        measured with fewer than 50 known accounts.
    """
    known = (followers_count > 0) & (response >= 0)
    if known.sum() < FEWEST_FOR_TREND:
        return nothing_measured(len(known))
    followers = followers_count[known]
    rate = response[known] / followers
    floor = np.maximum(RATE_FLOOR, 0.5 / followers)
    logarithm = np.log(rate + floor)
    expected = fit_trend(np.log(followers), logarithm)
    middle, deviation = centre(logarithm - expected)
    z = distance(logarithm, expected + middle, np.full(len(rate), deviation))
    p = two_sided(z)
    is_far = (z < LOW_RATE) | (z > HIGH_RATE)
    median = np.maximum(0, np.exp(expected) - floor)
    return _place(known, rate, median, _all_are_peers(known), z, p, is_far)


def comment_like_ratio(
    likes_count: FloatArray, comments_count: FloatArray, followers_count: FloatArray
) -> Measured:
    """Comments that are unusually many or few for the likes, among accounts of similar size.

    The value is ``(comments + 1) / (likes + 10)``; z is its logarithm's distance from that of its
    tier of followers, in the tier's deviation with the account's own counting noise added:
    ``sqrt(deviation^2 + 1 / (comments + 1) + 1 / (likes + 10))``. Unusual: |z| > 3.5, and a
    discovery.

    likes_count, comments_count: sums over the same posts, shape (accounts,), NaN where the
        platform hides one of them; posts of one format, where formats can be told apart.
    """
    known = (likes_count >= 0) & (comments_count >= 0) & (followers_count >= 0)
    if known.sum() < FEWEST_PEERS:
        return nothing_measured(len(known))
    comments, likes = comments_count[known] + 1, likes_count[known] + 10
    logarithm = np.log(comments / likes)
    median, deviation, peers_count = compare_in_tiers(logarithm, followers_count[known])
    noise = np.where(deviation > 0, 1 / comments + 1 / likes, 0)
    z = distance(logarithm, median, np.sqrt(deviation**2 + noise))
    p = two_sided(z)
    is_far = np.abs(z) > RATIO_BOUND
    return _place(known, np.exp(logarithm), np.exp(median), peers_count, z, p, is_far)


def empty_audience(known_count: FloatArray, mass_count: FloatArray) -> Measured:
    """Audiences with unusually many mass followers: people who follow more than 1,500 accounts.

    The value is their share among the followers of whom it is known. Unusual: the lower end of
    its 95 % interval (Wilson 1927) lies above the peers' median + 3 deviations, and a discovery,
    with ``z = (share - median) / sqrt(deviation^2 + share (1 - share) / n)``.

    known_count, mass_count: shape (accounts,): of how many of the followers seen it is known how
        many they follow, and how many follow more than 1,500. Fewer than 30 are not measured.
    """
    known = known_count >= FEWEST_KNOWN
    if known.sum() < FEWEST_PEERS:
        return nothing_measured(len(known))
    seen, mass = known_count[known], mass_count[known]
    share = mass / seen
    median, deviation = centre(share)
    deviation = max(deviation, LEAST_DEVIATION)
    low, high = wilson(mass, seen)
    noise = (high - low) / (2 * CONFIDENCE)
    z = (share - median) / np.sqrt(deviation**2 + noise**2)
    p = upper_tail(z)
    bound = median + 3 * deviation
    medians = np.full(len(share), median)
    return _place(known, share, medians, _all_are_peers(known), z, p, low > bound, bound)


def wilson(hits: FloatArray, count: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The 95 % interval of a share of ``hits`` in ``count`` trials (Wilson 1927)."""
    square = CONFIDENCE**2
    share, room = hits / count, 1 + square / count
    middle = (share + square / (2 * count)) / room
    half = CONFIDENCE / room * np.sqrt(share * (1 - share) / count + square / (4 * count**2))
    return middle - half, middle + half


def _all_are_peers(known: BoolArray) -> IntArray:
    return np.full(int(known.sum()), known.sum(), dtype=np.int64)


def _place(
    known: BoolArray,
    value: FloatArray,
    median: FloatArray,
    peers_count: IntArray,
    z: FloatArray,
    p: FloatArray,
    is_far: BoolArray,
    bound: float = np.nan,
) -> Measured:
    """What was measured of the known accounts, as rows among all."""
    compared = ~np.isnan(z)
    is_unusual = np.zeros(len(known), dtype=bool)
    is_unusual[known] = is_far & discovered(p)
    peers = np.zeros(len(known), dtype=np.int64)
    peers[known] = np.where(compared, peers_count, 0)
    return Measured(
        value=of_known(known, np.where(compared, value, np.nan)),
        median=of_known(known, np.where(compared, median, np.nan)),
        peers_count=peers,
        is_unusual=is_unusual,
        z=of_known(known, z),
        p=of_known(known, p),
        bound=bound,
    )
