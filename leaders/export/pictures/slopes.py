"""Changes: where the first of a list stood before, and where they stand now."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from leaders.export.briefing import Changes, Said
from leaders.export.pictures.svg import (
    LINE_HEIGHT,
    SMALL,
    WIDTH,
    Attribute,
    Element,
    Sign,
    clean_name,
    element,
    hover,
    legend,
    line,
    picture,
    text,
)
from leaders.export.terms import say_list
from leaders.export.words import Words

FIRST = 20
"""Who stands among so many on either side is drawn."""

_ROW = 19
_GAP = 0.6
_TOP = 44
_BEFORE, _AFTER = 242.0, WIDTH - 242.0
_STUB = 26
_SIGNS: tuple[tuple[str, Sign], ...] = (
    ("up", ("c2", "\u25b2", Said("picture_up"))),
    ("down", ("c1", "\u25bc", Said("picture_down"))),
    ("noise", ("muted", "\u25cf", Said("picture_noise"))),
)


@dataclass(frozen=True, slots=True)
class _Slope:
    """An account's way: its ranks, and on which row of each side it stands."""

    name: str
    before: int | None
    after: int | None
    row_before: float | None
    row_after: float | None
    kind: str


def draw_slopes(changes: Changes, list_name: str | None, words: Words) -> str | None:
    """One list's ranks before and after, joined; the first list of the changes without a name.

    Each side is in order of rank, a row an account, so that names never meet; equal ranks are
    joined. What is beyond noise has a colour. None where nobody stood there before or moved.
    """
    places = changes.places
    if list_name is None and places.height:
        list_name = places["list"][0]
    listed = places.filter(places["list"] == list_name).to_dicts() if list_name else []
    chosen = [
        row for row in listed if _is_first(row["rank_before"]) or _is_first(row["rank_after"])
    ]
    stood = [row for row in chosen if row["rank_before"]]
    if not stood or all(row["rank_before"] == row["rank_after"] for row in chosen):
        return None
    slopes = _set_out(chosen, set(_beyond_noise(changes, list_name)))
    sides = [[it.before for it in slopes if it.before], [it.after for it in slopes if it.after]]
    bottom = _TOP + _ROW * (max(map(len, sides)) + _GAP)
    below = _tell(slopes, bottom + 26, words)
    count = {kind: sum(it.kind == kind for it in slopes) for kind, _ in _SIGNS}
    about = Said(
        "picture_slopes_of",
        {"first": FIRST, "n": len(slopes), "up": count["up"], "down": count["down"]},
    )
    return picture(
        WIDTH,
        bottom + 14 + LINE_HEIGHT * len(below),
        Said("picture_slopes", {"list": say_list(str(list_name)) or clean_name(list_name)}),
        about,
        *_draw_heads(changes, words),
        *(_draw_slope(it, words) for it in sorted(slopes, key=lambda it: it.kind != "noise")),
        *_draw_borders(sides),
        *below,
        words=words,
    )


def _is_first(rank: int | None) -> bool:
    return rank is not None and rank <= FIRST


def _beyond_noise(changes: Changes, list_name: str | None) -> list[str]:
    rows = changes.rows
    return rows.filter(rows["list"] == list_name)["account_id"].to_list() if rows.height else []


def _set_out(rows: list[dict[str, Any]], telling: set[str]) -> list[_Slope]:
    rows = sorted(rows, key=lambda row: row["account_id"])
    before, after = _order(rows, "rank_before"), _order(rows, "rank_after")
    return [
        _Slope(
            clean_name(row["name"] or row["account_id"], 24),
            row["rank_before"],
            row["rank_after"],
            before.get(row["account_id"]),
            after.get(row["account_id"]),
            _judge(row) if row["account_id"] in telling else "noise",
        )
        for row in rows
    ]


def _order(rows: list[dict[str, Any]], rank: str) -> dict[str, float]:
    ranked = sorted((row[rank], row["account_id"]) for row in rows if row[rank] is not None)
    return {account_id: _row(n, rank) for n, (rank, account_id) in enumerate(ranked)}


def _row(place: int, rank: int) -> float:
    """On which row who has that rank stands; there is a gap after the first."""
    return place if rank <= FIRST else place + _GAP


def _judge(row: dict[str, Any]) -> str:
    before, after = row["rank_before"], row["rank_after"]
    if before is None or after is None:
        return "up" if before is None else "down"
    return "up" if after < before else "down" if after > before else "noise"


def _height(row: float) -> float:
    return _TOP + _ROW * (row + 0.5)


def _draw_heads(changes: Changes, words: Words) -> list[Element]:
    since = Said("picture_since", {"day": f"{changes.since:%Y-%m-%d}"})
    return [
        text(_BEFORE, 18, since, words, text_anchor="end", font_weight=600, font_size=SMALL),
        text(_AFTER, 18, Said("picture_now"), words, font_weight=600, font_size=SMALL),
    ]


def _draw_slope(slope: _Slope, words: Words) -> Element:
    color = dict(_SIGNS)[slope.kind][0]
    muted = "muted" if slope.kind == "noise" else None
    parts: list[Element] = []
    ends: list[tuple[float, float]] = []
    if slope.row_before is not None:
        y = _height(slope.row_before)
        ends.append((_BEFORE, y))
        parts += [
            text(_BEFORE - 38, y + 4.5, slope.name, words, text_anchor="end", font_size=SMALL,
                 class_=muted),
            text(_BEFORE - 10, y + 4.5, Said("picture_number", {"n": slope.before or 0}), words,
                 text_anchor="end", font_size=SMALL, class_="muted"),
        ]  # fmt: skip
    if slope.row_after is not None:
        y = _height(slope.row_after)
        ends.append((_AFTER, y))
        parts += [
            text(_AFTER + 28, y + 4.5, Said("picture_number", {"n": slope.after or 0}), words,
                 text_anchor="end", font_size=SMALL, class_="muted"),
            text(_AFTER + 38, y + 4.5, slope.name, words, font_size=SMALL, class_=muted),
        ]  # fmt: skip
    return element("g", None, hover(_tell_slope(slope), words), *_draw_way(ends, color), *parts)


def _draw_way(ends: list[tuple[float, float]], color: str) -> list[Element]:
    """From side to side; who stood on one side alone has a stub with a plus or a cross."""
    stroke: dict[str, Attribute] = {"class": color.replace("c", "s"), "stroke-width": 2}
    if color == "muted":
        stroke = {"class": "line", "stroke-width": 1}
    (x1, y1), (x2, y2) = ends[0], ends[-1]
    dots = [element("circle", {"cx": x, "cy": y, "r": 3.5, "class": color}) for x, y in ends]
    way = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
    if len(ends) == 2:
        return [element("line", stroke | way), *dots]
    is_new = x1 == _AFTER
    tip = x1 - _STUB if is_new else x1 + _STUB
    sign = (
        f"M{tip:.1f} {y1 - 4:.1f}v8m-4-4h8"
        if is_new
        else f"M{tip - 4:.1f} {y1 - 4:.1f}l8 8m0-8l-8 8"
    )
    stub = element("line", stroke | way | {"x2": tip + (4 if is_new else -4)})
    mark = element("path", stroke | {"d": sign, "fill": "none", "stroke-width": 2})
    return [stub, mark, *dots]


def _tell_slope(slope: _Slope) -> Said:
    if slope.before is None:
        return Said("picture_entered", {"name": slope.name, "after": slope.after or 0})
    if slope.after is None:
        return Said("picture_left", {"name": slope.name, "before": slope.before})
    ranks = {"before": slope.before, "after": slope.after}
    return Said("picture_slope", {"name": slope.name, **ranks})


def _draw_borders(sides: list[list[int]]) -> list[Element]:
    """Ties joined beside their ranks, and a dashed line where the first end."""
    drawn = []
    for x, outer, ranks in ((_BEFORE - 5, 0.0, sides[0]), (_AFTER + 5, _AFTER + 10, sides[1])):
        ranked = sorted(ranks)
        for rank, tied in groupby(enumerate(ranked), key=lambda it: it[1]):
            rows = [_row(place, rank) for place, _ in tied]
            if len(rows) > 1:
                drawn.append(line(x, _height(rows[0]) - 5, x, _height(rows[-1]) + 5, class_="tie",
                                  stroke="currentColor", stroke_width=2))  # fmt: skip
        within = sum(rank <= FIRST for rank in ranked)
        if within < len(ranked):
            y = _TOP + _ROW * (within + _GAP / 2)
            drawn.append(line(outer, y, outer + 232, y, stroke_dasharray="4 4"))
    return drawn


def _tell(slopes: list[_Slope], y: float, words: Words) -> list[Element]:
    kinds = {it.kind for it in slopes}
    signs = [sign for kind, sign in _SIGNS if kind in kinds]
    if any(it.before is None for it in slopes):
        signs.append(("ink", "+", Said("picture_new")))
    if any(it.after is None for it in slopes):
        signs.append(("ink", "\u00d7", Said("picture_gone")))
    if any(max(it.before or 0, it.after or 0) > FIRST for it in slopes):
        signs.append(("muted", "\u2504", Said("picture_gap", {"first": FIRST})))
    return legend(0, y, signs, words)
