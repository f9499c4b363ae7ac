"""How much of an audience was seen, in words: a count without it would mislead."""

from collections.abc import Mapping
from typing import Any

from leaders.model import Ended
from leaders.wording import counted

FEWEST = 10
"""No share of fewer people than this is printed: it would be about somebody."""


def tell_coverage(row: Mapping[str, Any]) -> str:
    """A phrase on one row of ``Members.accounts``: what of this audience was seen, and what not."""
    seen, declared, ended = row["seen_count"], row["followers_count"], row["ended"]
    people = counted(seen, "person", "people")
    of = "" if declared is None else f" of {declared:,} declared"
    part = "" if row["coverage"] is None or not seen else f" ({_percent(row['coverage'])})"
    if row["is_complete"]:
        return f"all that the platform shows: {people}{of}"
    if ended == Ended.HIDDEN:
        return f"hidden: the platform shows no members; {people}{of} known from elsewhere"
    if ended == Ended.GONE:
        return f"gone: {people}{of} known from before"
    if row["is_newest_first"]:
        return f"the newest {people}{of}{part}: who came earlier is missing"
    if seen:
        return f"{people}{of}{part}: a part, the rest was not read"
    return f"nobody{of}: its members were never read"


def show_count(number: int) -> str:
    """A count of people in a cell; few are not told exactly."""
    return f"fewer than {FEWEST}" if number < FEWEST else f"{number:,}"


def tell_count(number: int) -> int | None:
    """A count of people for a program; None for few, who are not told exactly."""
    return None if number < FEWEST else number


def _percent(share: float) -> str:
    return "less than 1 %" if 0 < share < 0.01 else f"{share:.0%}"
