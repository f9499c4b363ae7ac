"""Rank intervals: how sure it is where the first of a list stand."""

from itertools import groupby
from typing import TYPE_CHECKING, Any

from leaders.export.briefing import Said
from leaders.export.pictures.scales import Scale, linear_ticks
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
    show,
    text,
)
from leaders.export.terms import name_sureness
from leaders.export.words import Words

if TYPE_CHECKING:  # polars takes .1 s to import; `leaders --help` does not wait for it
    import polars as pl

MOST = 50
BEYOND = 1.4
"""So far beyond the last drawn rank the axis goes at most: one wide whisker squeezes no others."""

_ROW = 20
_LEFT, _RIGHT = 248.0, WIDTH - 16.0
_TOP = 62
_SIGNS = {
    "certain": ("c0", "\u25cf", "picture_certain"),
    "likely": ("c1", "\u25c6", "picture_likely"),
    "possible": ("c2", "\u25cb", "picture_possible"),
    "not_known": ("muted", "\u25a1", "not_known"),
}


def draw_intervals(table: "pl.DataFrame", top: int | None, words: Words) -> str | None:
    """The first of a list, each a dot at its rank and a whisker over its 90 % rank interval.

    Needs rank, account_id, name, rank_low, rank_high and p_top; None without a ranked account.
    Whiskers far beyond the last rank are cut, with an arrow. Equal ranks are joined.
    """
    rows = table.filter(table["rank"].is_not_null()).head(MOST).to_dicts()
    if not rows:
        return None
    last = max(row["rank"] for row in rows)
    widest = max(row["rank_high"] or row["rank"] for row in rows)
    ticks = sorted({max(tick, 1) for tick in linear_ticks(max(min(widest, BEYOND * last), 5))})
    scale = Scale(1, ticks[-1], _LEFT, _RIGHT)
    bottom = _TOP + _ROW * len(rows)
    border = top if top is not None and top < ticks[-1] else None
    below = _tell(rows, top, border, bottom + 26, words)
    return picture(
        WIDTH,
        bottom + 14 + LINE_HEIGHT * len(below),
        Said("picture_intervals"),
        Said("picture_intervals_of", {"first": clean_name(_name(rows[0])), "n": len(rows)}),
        *_frame(ticks, scale, border, bottom, words),
        *(_draw_row(row, n, scale, words) for n, row in enumerate(rows)),
        *_join(rows, scale),
        *below,
        words=words,
    )


def _name(row: dict[str, Any]) -> str:
    return str(row["name"] or row["account_id"])


def _frame(
    ticks: list[int], scale: Scale, border: int | None, bottom: float, words: Words
) -> list[Element]:
    drawn = [
        text(_LEFT, 16, Said("picture_place"), words, font_size=SMALL, class_="muted"),
        *(line(scale(tick), _TOP - 8, scale(tick), bottom, stroke_opacity=0.5) for tick in ticks),
        *(
            text(scale(tick), _TOP - 14, Said("picture_number", {"n": tick}), words,
                 font_size=SMALL, text_anchor="middle", class_="muted")
            for tick in ticks
        ),
    ]  # fmt: skip
    if border is not None:
        at = scale(border + 0.5)
        drawn.append(line(at, _TOP - 8, at, bottom, class_="s3", stroke_width=1.5,
                          stroke_dasharray="5 4"))  # fmt: skip
    return drawn


def _draw_row(row: dict[str, Any], n: int, scale: Scale, words: Words) -> Element:
    y = _height(n)
    name = clean_name(_name(row))
    at = scale(row["rank"])
    low, high = row["rank_low"], row["rank_high"]
    whisker = None if None in (low, high) else _draw_whisker(low, high, y, scale)
    standing = name_sureness(row["p_top"])
    key = "picture_interval_dot" if whisker is None else "picture_interval"
    sure = Said(_SIGNS[standing][2])
    told = {"name": name, "rank": row["rank"], "low": low or 0, "high": high or 0, "sure": sure}
    guide = line(_LEFT - 8, y, scale(low) if whisker is not None else at, y,
                 stroke_dasharray="1 4")  # fmt: skip
    return element(
        "g",
        None,
        hover(Said(key, told), words),
        text(30, y + 4.5, Said("picture_number", {"n": row["rank"]}), words,
             text_anchor="end", font_size=SMALL, class_="muted"),
        text(40, y + 4.5, name, words, font_size=SMALL),
        guide,
        whisker,
        _draw_dot(standing, at, y),
    )  # fmt: skip


def _height(n: int) -> float:
    return _TOP + _ROW * (n + 0.5)


def _draw_whisker(low: int, high: int, y: float, scale: Scale) -> Element:
    start, end = scale(low), scale(min(high, scale.high))
    cap = "m-5-4l5 4l-5 4" if high > scale.high else "m0-4v8"
    drawn = f"M{show(start)} {show(y - 4)}v8m0-4H{show(end)}{cap}"
    return element("path", {"d": drawn, "class": "line", "fill": "none", "stroke-width": 1.5})


def _draw_dot(standing: str, x: float, y: float) -> Element:
    if standing == "certain":
        return element("circle", {"cx": x, "cy": y, "r": 5, "class": "c0"})
    if standing == "likely":
        drawn = f"M{show(x)} {show(y - 6)}l6 6l-6 6l-6-6z"
        return element("path", {"d": drawn, "class": "c1"})
    if standing == "possible":
        ring: dict[str, Attribute] = {"class": "s2", "fill": "none", "stroke-width": 2}
        return element("circle", ring | {"cx": x, "cy": y, "r": 4})
    square: dict[str, Attribute] = {"class": "line", "fill": "none", "stroke-width": 1.5}
    return element("rect", square | {"x": x - 4, "y": y - 4, "width": 8, "height": 8})


def _join(rows: list[dict[str, Any]], scale: Scale) -> list[Element]:
    """A bold line from the first to the last of those that share a rank."""
    joined = []
    for rank, tied in groupby(enumerate(rows), key=lambda it: it[1]["rank"]):
        places = [n for n, _ in tied]
        if len(places) > 1:
            first, last = _height(places[0]), _height(places[-1])
            joined.append(line(34, first - 6, 34, last + 6, class_="tie", stroke="currentColor",
                               stroke_width=2))  # fmt: skip
            joined.append(line(scale(rank), first, scale(rank), last, class_="tie",
                               stroke="currentColor", stroke_width=2))  # fmt: skip
    return joined


def _tell(
    rows: list[dict[str, Any]], top: int | None, border: int | None, y: float, words: Words
) -> list[Element]:
    standings = {name_sureness(row["p_top"]) for row in rows}
    known = [(*_SIGNS[it][:2], Said(_SIGNS[it][2])) for it in _SIGNS if it in standings]
    signs: list[Sign] = [("muted", "\u251c\u2500\u2524", Said("picture_whisker"))]
    if border is not None:
        signs.append(("c3", "\u2506", Said("picture_border", {"n": border})))
    if len({row["rank"] for row in rows}) < len(rows):
        signs.append(("ink", "\u2503", Said("picture_tie")))
    about = Said("picture_sure", {"n": top}) if top is not None else Said("picture_sure_first")
    lines = [text(0, y, about, words, font_size=SMALL, class_="muted")]
    lines += legend(0, y + LINE_HEIGHT, known, words)
    return lines + legend(0, y + LINE_HEIGHT * len(lines), signs, words)
