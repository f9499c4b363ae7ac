"""Whether a post carries advertising: its evidence with quotes, and a verdict with reasons."""

from leaders.audience.advertising.brands import Brand, Sighting
from leaders.audience.advertising.evidence import (
    LIKELY,
    MARKED,
    NONE,
    THRESHOLD,
    Evidence,
    find_evidence,
    judge,
)
from leaders.audience.advertising.judging import find_carriers, judge_posts
from leaders.audience.advertising.marks import CARRIES_ADVERTISING

__all__ = [
    "CARRIES_ADVERTISING", "LIKELY", "MARKED", "NONE", "THRESHOLD", "Brand", "Evidence", "Sighting",
    "find_carriers", "find_evidence", "judge", "judge_posts",
]  # fmt: skip
