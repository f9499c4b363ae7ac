"""What is unusual about an account, for a person to look at: flags, never verdicts.

Flags stand beside the score and never within it. Each compares an account with its peers, of the
same list or, in the graph, of the same platform, and says with which formula, what it found, what
peers have and how many they are. Nobody of an audience is named: they are only counted. Where a
chance can be given, at most 5 % of what is flagged across a list is expected to be chance
(Benjamini and Hochberg 1995).
"""

from leaders.rank.authenticity.counts import comment_like_ratio, empty_audience, er_vs_tier
from leaders.rank.authenticity.findings import (
    FINDING_SCHEMA,
    RISK_LEVELS,
    list_findings,
    risk_levels,
)
from leaders.rank.authenticity.flags import FLAGS, Flag
from leaders.rank.authenticity.growth import growth_spike
from leaders.rank.authenticity.peers import Measured
from leaders.rank.authenticity.posts import one_post_wonder
from leaders.rank.authenticity.rings import lockstep, ring

__all__ = [
    "FINDING_SCHEMA",
    "FLAGS",
    "RISK_LEVELS",
    "Flag",
    "Measured",
    "comment_like_ratio",
    "empty_audience",
    "er_vs_tier",
    "growth_spike",
    "list_findings",
    "lockstep",
    "one_post_wonder",
    "ring",
    "risk_levels",
]
