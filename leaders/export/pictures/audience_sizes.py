"""Reach against engagement: who is large, and whose audience answers."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from leaders.export.briefing import Said
from leaders.export.pictures.labels import Box, place_labels
from leaders.export.pictures.scales import Scale, log_range, log_ticks, tell_number, tell_share
from leaders.export.pictures.svg import (
    LINE_HEIGHT,
    SMALL,
    WIDTH,
    Element,
    clean_name,
    element,
    hover,
    legend,
    line,
    picture,
    show,
    text,
)
from leaders.export.words import Words

if TYPE_CHECKING:  # polars takes .1 s to import; `leaders --help` does not wait for it
    import polars as pl

NAMED, HOVERED = 12, 250
"""So many of the best placed have their name beside the dot; so many tell it under the pointer."""

TIERS = ("nano", "micro", "mid", "macro", "mega")
_AREA = Box(62, 34, WIDTH - 12, 420)
_RADIUS, _SMALL_RADIUS = 4.5, 3.2


@dataclass(frozen=True, slots=True)
class _Dot:
    name: str
    tier: str | None
    x: float
    y: float


def draw_audience_sizes(tables: "Mapping[str, pl.DataFrame]", words: Words) -> str | None:
    """Accounts by audience and engagement on log axes, the tiers coloured, the best placed named.

    Needs rank, account_id, name, tier, followers_count, engagement and engagement_formula. Two
    formulas do not compare: only the commonest one's accounts are drawn. None without any.
    """
    rows = [row for table in tables.values() for row in _read(table)]
    known = [row for row in rows if _is_known(row)]
    if not known:
        return None
    formula, others = _choose_formula(known)
    drawn = [row for row in known if row["engagement_formula"] == formula]
    drawn.sort(key=lambda row: (row["rank"] is None, row["rank"], row["account_id"]))
    wide = log_range([row["followers_count"] for row in drawn])
    tall = log_range([row["engagement"] for row in drawn])
    x_scale = Scale(*wide, _AREA.left, _AREA.right, is_log=True)
    y_scale = Scale(*tall, _AREA.bottom, _AREA.top, is_log=True)
    dots = [
        _Dot(
            clean_name(row["name"] or row["account_id"], 22),
            row["tier"] if row["tier"] in TIERS else None,
            x_scale(row["followers_count"]),
            y_scale(row["engagement"]),
        )
        for row in drawn
    ]
    below = _tell(dots, len(rows) - len(known), others, words)
    return picture(
        WIDTH,
        _AREA.bottom + 50 + LINE_HEIGHT * len(below),
        Said("picture_audience_sizes"),
        Said("picture_audience_sizes_of", {"n": len(dots), "first": dots[0].name}),
        *_draw_axes(x_scale, y_scale, clean_name(formula), words),
        *_draw_dots(dots, words),
        *_name_dots(dots, words),
        *below,
        words=words,
    )


def _read(table: "pl.DataFrame") -> list[dict[str, Any]]:
    names = ("rank", "account_id", "name", "tier", "followers_count", "engagement",
             "engagement_formula")  # fmt: skip
    return table.select(names).to_dicts() if set(names) <= set(table.columns) else []


def _is_known(row: dict[str, Any]) -> bool:
    """A log axis has no place for 0, and a rate without its formula says nothing."""
    numbers = (row["followers_count"], row["engagement"])
    return all(it is not None and it > 0 for it in numbers) and bool(row["engagement_formula"])


def _choose_formula(rows: list[dict[str, Any]]) -> tuple[str, dict[str, int]]:
    """The commonest formula, and of how many accounts the others are."""
    counts = Counter(row["engagement_formula"] for row in rows)
    first, *others = sorted(counts.items(), key=lambda it: (-it[1], it[0]))
    return first[0], dict(others)


def _draw_axes(x_scale: Scale, y_scale: Scale, formula: str, words: Words) -> list[Element]:
    left, right, bottom = _AREA.left, _AREA.right, _AREA.bottom
    drawn = [
        text(0, 14, Said("picture_engagement", {"formula": formula}), words, font_size=SMALL,
             class_="muted"),
        text((left + right) / 2, bottom + 34, Said("picture_followers"), words, font_size=SMALL,
             text_anchor="middle", class_="muted"),
        line(left, bottom, right, bottom),
        line(left, _AREA.top, left, bottom),
    ]  # fmt: skip
    for tick in log_ticks(max(x_scale.low, 1), x_scale.high):
        x = x_scale(tick)
        at, anchor = (right, "end") if x > right - 24 else (x, "middle")
        drawn += [
            line(x, _AREA.top, x, bottom, stroke_opacity=0.4),
            text(at, bottom + 16, tell_number(tick), words, font_size=SMALL, text_anchor=anchor,
                 class_="muted"),
        ]  # fmt: skip
    for tick in log_ticks(y_scale.low, y_scale.high):
        y = y_scale(tick)
        drawn += [
            line(left, y, right, y, stroke_opacity=0.4),
            text(left - 8, y + 4.5, tell_share(tick), words, font_size=SMALL, text_anchor="end",
                 class_="muted"),
        ]  # fmt: skip
    return drawn


def _color(tier: str | None) -> str:
    return "muted" if tier is None else f"c{TIERS.index(tier)}"


def _draw_dots(dots: list[_Dot], words: Words) -> list[Element]:
    """The best placed by themselves and on top; the others as one path a tier, which is small."""
    many = sorted(dots[HOVERED:], key=lambda dot: _color(dot.tier))
    paths = [
        element(
            "path",
            {
                "d": "".join(f"M{show(dot.x)} {show(dot.y)}h0" for dot in alike),
                "class": color.replace("c", "s") if color[0] == "c" else "line",
                "stroke-width": 2 * _SMALL_RADIUS,
                "stroke-linecap": "round",
                "stroke-opacity": 0.7,
                "fill": "none",
            },
        )
        for color, alike in groupby(many, key=lambda dot: _color(dot.tier))
    ]
    radius = _SMALL_RADIUS if many else _RADIUS
    circles = [
        element(
            "circle",
            {"cx": dot.x, "cy": dot.y, "r": radius, "class": _color(dot.tier)},
            hover(dot.name, words),
        )
        for dot in reversed(dots[:HOVERED])
    ]
    return [*paths, element("g", {"fill-opacity": 0.8}, *circles)]


def _name_dots(dots: list[_Dot], words: Words) -> list[Element]:
    points = [(dot.x, dot.y) for dot in dots]
    placed = place_labels([dot.name for dot in dots[:NAMED]], points, SMALL, _AREA, _RADIUS)
    return [
        text(it.x, it.y, dots[it.number].name, words, text_anchor=it.anchor, font_size=SMALL,
             class_="halo")
        for it in placed
    ]  # fmt: skip


def _tell(dots: list[_Dot], unknown: int, others: dict[str, int], words: Words) -> list[Element]:
    drawn = {dot.tier for dot in dots}
    signs = [(_color(it), "\u25cf", Said(f"tier_{it}")) for it in TIERS if it in drawn]
    if None in drawn:
        signs.append(("muted", "\u25cf", Said("picture_tier_unknown")))
    lines = legend(0, _AREA.bottom + 62, signs, words)
    left_out = []
    if unknown:
        left_out.append(Said("picture_unknown_left_out", {"n": unknown}))
    if others:
        told: dict[str, int | str] = {"n": sum(others.values())}
        told["formulas"] = clean_name(", ".join(others), 30)
        left_out.append(Said("picture_formula_left_out", told))
    start = _AREA.bottom + 62 + LINE_HEIGHT * len(lines)
    return lines + [
        text(0, start + LINE_HEIGHT * n, said, words, font_size=SMALL, class_="muted")
        for n, said in enumerate(left_out)
    ]
