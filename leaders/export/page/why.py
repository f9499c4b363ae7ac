"""One plain sentence on why an account stands where it does."""

from collections.abc import Mapping, Sequence
from typing import Any

from leaders.export.briefing import Detail, Said
from leaders.export.words import Words

LEVELS = (("page_why_best", 0.9), ("page_why_good", 0.5), ("page_why_low", -1.0))
"""By the percentile in which it stands highest; never praise where that is low."""
HALF = 0.5


def tell_why(
    row: Mapping[str, Any], detail: Detail, components: Sequence[str], words: Words
) -> "Said | None":
    """Its two highest components of those that give points, and the first reason for doubt.

    The second is named only where it is as high a level as the first. None without any.
    """
    standing = sorted(
        (
            (row[f"{name}_percentile"], name)
            for name in components
            if row[f"{name}_percentile"] is not None and row[f"{name}_contribution"]
            and words.has(f"why_{name}")
        ),
        key=lambda it: (-it[0], components.index(it[1])),
    )  # fmt: skip
    if not standing:
        return None
    level, least = next(it for it in LEVELS if standing[0][0] >= it[1])
    named = [Said(f"why_{name}") for percentile, name in standing[:2] if percentile >= least]
    if level == "page_why_low":
        del named[1:]
    what = Said("page_why_two", {"a": named[0], "b": named[1]}) if named[1:] else named[0]
    why = Said(level, {"what": what})
    doubt = _doubt(row, detail, words)
    if doubt is None:
        return Said("page_why_whole", {"why": why})
    return Said("page_why_but", {"why": why, "but": doubt})


def _doubt(row: Mapping[str, Any], detail: Detail, words: Words) -> "Said | None":
    """The gravest: a flag, one source, an audience of which less than half was seen."""
    for flag in detail.flags:
        if words.has(f"flag_{flag.name}"):
            return Said("page_but_flag", {"flag": Said(f"flag_{flag.name}")})
    if detail.flags or row.get("flags"):
        return Said("page_but_flags")
    if row["depends_on_one_source"]:
        return Said("page_but_source")
    if row["coverage"] is not None and row["coverage"] < HALF:
        return Said("page_but_coverage", {"n": row["coverage"]})
    return None
