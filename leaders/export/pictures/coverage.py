"""Coverage: what was read on each platform, how that ended, and how much it brought."""

from itertools import groupby
from typing import TYPE_CHECKING, Any

from leaders.export.briefing import Said
from leaders.export.pictures.svg import (
    LINE_HEIGHT,
    SMALL,
    WIDTH,
    Element,
    Sign,
    clean_name,
    element,
    hover,
    legend,
    picture,
    text,
)
from leaders.export.words import Words
from leaders.model import Ended, Listing, show_platform

if TYPE_CHECKING:  # polars takes .1 s to import; `leaders --help` does not wait for it
    import polars as pl

MOST = 24
"""Of so many kinds (a platform's listing) there is a bar: those with the most listings."""

_COLORS = {
    Ended.COMPLETE: "c2",
    Ended.KNOWN: "c0",
    Ended.CUT: "c4",
    Ended.HIDDEN: "c3",
    Ended.GONE: "muted",
    Ended.FAILED: "c1",
}
_BAR = 12
_APART = 20


def draw_coverage(coverage: "pl.DataFrame", words: Words) -> str | None:
    """A bar for every platform and listing: how many listings ended how, in one order.

    Under it the same in words with numbers, so that it needs no colours; above it how much was
    fetched, and declared where the platform says so for all. None without a listing.
    """
    rows = [row for row in coverage.to_dicts() if row["listings_count"]]
    kinds = [(key, list(it)) for key, it in groupby(sorted(rows, key=_order), key=_kind)]
    if not kinds:
        return None
    drawn = sorted(kinds, key=lambda it: (-_count(it[1]), _order(it[1][0])))[:MOST]
    drawn.sort(key=lambda it: _order(it[1][0]))
    y = 0.0
    parts: list[Element] = []
    for _, kind in drawn:
        made, y = _draw_kind(kind, y, words)
        parts += made
    below = [Said("picture_lists"), Said("picture_read")]
    if len(kinds) > len(drawn):
        below.append(Said("picture_more_listings", {"n": len(kinds) - len(drawn)}))
    whole = _count([row for row in rows if row["ended"] == Ended.COMPLETE])
    return picture(
        WIDTH,
        y + LINE_HEIGHT * len(below) + 2,
        Said("picture_coverage"),
        Said("picture_coverage_of", {"n": _count(rows), "whole": whole}),
        *parts,
        *(text(0, y + 14 + LINE_HEIGHT * n, said, words, font_size=SMALL, class_="muted")
          for n, said in enumerate(below)),
        words=words,
    )  # fmt: skip


def _kind(row: dict[str, Any]) -> tuple[str, str]:
    return row["platform"], row["listing"]


def _order(row: dict[str, Any]) -> tuple[str, int, str, int]:
    listings, ends = list(Listing), list(_COLORS)
    listing, ended = row["listing"], row["ended"]
    return (
        row["platform"],
        listings.index(listing) if listing in listings else len(listings),
        listing,
        ends.index(ended) if ended in ends else len(ends),
    )


def _count(rows: list[dict[str, Any]]) -> int:
    return sum(row["listings_count"] for row in rows)


def _draw_kind(rows: list[dict[str, Any]], top: float, words: Words) -> tuple[list[Element], float]:
    """The heading, the bar and its words; and where the next begins."""
    ends = [(row["ended"], row["listings_count"]) for row in rows if row["ended"] in _COLORS]
    signs: list[Sign] = [
        (_COLORS[ended], "\u25a0", Said(f"picture_ended_{ended}", {"n": count}))
        for ended, count in ends
    ]
    told = legend(0, top + 49, signs, words)
    drawn = [
        text(0, top + 15, _tell_kind(rows[0], words), words, font_weight=600,
             font_size=13),
        text(WIDTH, top + 15, _tell_fetched(rows), words, text_anchor="end", font_size=SMALL,
             class_="muted"),
        *_draw_bar(ends, top + 22, words),
        *told,
    ]  # fmt: skip
    return drawn, top + 37 + LINE_HEIGHT * len(told) + _APART


def _tell_kind(row: dict[str, Any], words: Words) -> Said:
    key = f"picture_listing_{row['listing']}"
    listing = Said(key) if words.has(key) else clean_name(row["listing"], 20)
    platform = clean_name(show_platform(row["platform"]), 12)
    return Said("picture_listing", {"platform": platform, "listing": listing})


def _tell_fetched(rows: list[dict[str, Any]]) -> Said:
    fetched = sum(row["fetched_count"] or 0 for row in rows)
    declared = [row["declared_count"] for row in rows]
    if None in declared:
        return Said("picture_fetched", {"fetched": fetched})
    return Said("picture_fetched_of", {"fetched": fetched, "declared": sum(declared)})


def _draw_bar(ends: list[tuple[str, int]], y: float, words: Words) -> list[Element]:
    whole = sum(count for _, count in ends)
    drawn, x = [], 0.0
    for ended, count in ends:
        wide = WIDTH * count / whole
        # Between two there is a gap; the smallest stays visible.
        size = {"x": x, "y": y, "width": max(wide - 2, 1), "height": _BAR}
        told = hover(Said(f"picture_ended_{ended}", {"n": count}), words)
        drawn.append(element("rect", {**size, "class": _COLORS[Ended(ended)]}, told))
        x += wide
    return drawn
