"""Audiences made of sets, seen whole or in part."""

import numpy as np
import polars as pl

from leaders.audience.members import Members

SCHEMA = {
    "account_no": pl.Int32, "account_id": pl.String, "kind": pl.String, "handle": pl.String,
    "name": pl.String, "followers_count": pl.Int64, "seen_count": pl.Int64, "ended": pl.String,
    "is_complete": pl.Boolean, "is_newest_first": pl.Boolean, "coverage": pl.Float64,
}  # fmt: skip


def make_members(
    seen: list[set[int]],
    sizes: list[int | None] | None = None,
    *,
    ended: str | None = "cut",
    is_newest_first: bool = False,
    platform: str = "vk",
) -> Members:
    """An audience a set; those with a size in ``sizes`` were seen in part of so many people.

    Without ``sizes`` all were read whole; None there: nobody says how many there are.
    """
    rows = []
    for number, people in enumerate(seen):
        is_whole = sizes is None
        rows.append({
            "account_no": number, "account_id": f"{platform}:{number}", "kind": "community",
            "followers_count": len(people) if is_whole else sizes[number],
            "seen_count": len(people), "ended": "complete" if is_whole else ended,
            "is_complete": is_whole, "is_newest_first": is_newest_first and not is_whole,
        })  # fmt: skip
    offset = np.cumsum([0, *map(len, seen)], dtype=np.int64)
    member = np.array([person for one in seen for person in sorted(one)], dtype=np.int32)
    return Members(pl.DataFrame(rows, schema=SCHEMA), offset, member)
