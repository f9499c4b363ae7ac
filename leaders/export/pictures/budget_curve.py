"""The budget curve: what more money would reach, and where the plan stands on it."""

from itertools import accumulate

from leaders.export.briefing import Plan, Said
from leaders.export.pictures.labels import Box
from leaders.export.pictures.scales import Scale, linear_ticks, tell_ticks
from leaders.export.pictures.svg import (
    LETTER,
    LINE_HEIGHT,
    SMALL,
    WIDTH,
    Element,
    Sign,
    clean_name,
    element,
    hover,
    legend,
    line,
    longest_of,
    picture,
    show,
    text,
)
from leaders.export.words import Words

_HEADROOM = 1.08
"""Above the highest number there is room for the plan's label."""

_AREA = Box(66, 52, WIDTH - 14, 340)

Point = tuple[float, float]


def draw_budget_curve(plan: Plan, words: Words) -> str | None:
    """People reached against money spent, with the plan and the budget marked; axes from 0.

    The curve never falls: more money can always buy the smaller plan. None without a budget, a
    sum spent or points (a client's edition has no money).
    """
    points = _rise(plan)
    if plan.budget is None or plan.spent is None or not points:
        return None
    currency = clean_name(plan.currency, 8)
    money, people = points[-1]
    x_ticks = linear_ticks(max(money, plan.budget, plan.spent))
    y_ticks = linear_ticks(_HEADROOM * max(people, plan.reach or 0))
    x_scale = Scale(0, x_ticks[-1], _AREA.left, _AREA.right)
    y_scale = Scale(0, y_ticks[-1], _AREA.bottom, _AREA.top)
    signs: list[Sign] = [
        ("muted" if plan.reach is None else "c1", "\u25c6", _tell_plan(plan, currency)),
        ("c0", "\u25cf", Said("picture_other_budgets")),
    ]
    below = legend(0, _AREA.bottom + 64, signs, words)
    about = Said(
        "picture_budget_curve_of",
        {"spent": plan.spent, "currency": currency, "most": people, "money": money},
    )
    return picture(
        WIDTH,
        _AREA.bottom + 52 + LINE_HEIGHT * len(below),
        Said("picture_budget_curve"),
        about,
        *_draw_axes(x_ticks, y_ticks, x_scale, y_scale, currency, words),
        *_draw_curve(points, x_scale, y_scale, currency, words),
        *_draw_budget(plan.budget, x_scale, currency, words),
        *_draw_plan(plan, x_scale, y_scale, currency, words),
        *below,
        words=words,
    )


def _rise(plan: Plan) -> list[Point]:
    """The points by money; of each the most people that so much or less reached."""
    known = (
        plan.points.drop_nulls(["spent", "reach"])
        .drop_nans(["spent", "reach"])
        .sort("spent", "reach")
    )
    reached = accumulate(known["reach"].to_list(), max)
    return list(zip(known["spent"].to_list(), reached, strict=True))


def _draw_axes(
    x_ticks: list[int],
    y_ticks: list[int],
    x_scale: Scale,
    y_scale: Scale,
    currency: str,
    words: Words,
) -> list[Element]:
    middle = (_AREA.left + _AREA.right) / 2
    return [
        text(0, 14, Said("picture_people"), words, font_size=SMALL, class_="muted"),
        *(line(_AREA.left, y_scale(it), _AREA.right, y_scale(it),
               stroke_opacity=0.4 if it else 1)
          for it in y_ticks),
        *(text(_AREA.left - 8, y_scale(it) + 4.5, said, words, font_size=SMALL,
               text_anchor="end", class_="muted")
          for it, said in zip(y_ticks, tell_ticks(y_ticks), strict=True)),
        *(text(x_scale(it), _AREA.bottom + 16, said, words, font_size=SMALL,
               text_anchor="end" if it == x_ticks[-1] else "middle", class_="muted")
          for it, said in zip(x_ticks, tell_ticks(x_ticks), strict=True)),
        text(middle, _AREA.bottom + 36, Said("picture_money", {"currency": currency}), words,
             font_size=SMALL, text_anchor="middle", class_="muted"),
    ]  # fmt: skip


def _draw_curve(
    points: list[Point], x_scale: Scale, y_scale: Scale, currency: str, words: Words
) -> list[Element]:
    corners = [(0.0, 0.0), *points]
    drawn = "L".join(f"{show(x_scale(x))} {show(y_scale(y))}" for x, y in corners)
    dots = [
        element(
            "circle",
            {"cx": x_scale(x), "cy": y_scale(y), "r": 3.5, "class": "c0"},
            hover(Said("picture_point", {"spent": x, "currency": currency, "reach": y}), words),
        )
        for x, y in points
    ]
    curve = element("path", {"d": f"M{drawn}", "class": "s0", "fill": "none", "stroke-width": 2})
    return [curve, *dots]


def _draw_budget(budget: float, x_scale: Scale, currency: str, words: Words) -> list[Element]:
    x = x_scale(budget)
    said = Said("picture_budget", {"n": budget, "currency": currency})
    half = SMALL * LETTER * longest_of(said) / 2
    at = min(max(x, _AREA.left + half), _AREA.right - half)
    return [
        line(x, _AREA.top - 8, x, _AREA.bottom, class_="s3", stroke_width=1.5,
             stroke_dasharray="5 4"),
        text(at, _AREA.top - 14, said, words, text_anchor="middle", font_size=SMALL),
    ]  # fmt: skip


def _tell_plan(plan: Plan, currency: str) -> Said:
    spent = plan.spent or 0
    if plan.reach is None:
        return Said("picture_plan_spent", {"spent": spent, "currency": currency})
    return Said("picture_plan", {"spent": spent, "currency": currency, "reach": plan.reach})


def _draw_plan(
    plan: Plan, x_scale: Scale, y_scale: Scale, currency: str, words: Words
) -> list[Element]:
    """The plan's mark; its label where a rising curve cannot be: above left, else below right."""
    if plan.reach is None:
        return []
    x, y = x_scale(plan.spent or 0), y_scale(plan.reach)
    label = Said("picture_the_plan")
    has_room = x - SMALL * LETTER * longest_of(label) > _AREA.left
    at, anchor = ((x - 10, y - 8), "end") if has_room else ((x + 10, y + 18), "start")
    mark = f"M{show(x)} {show(y - 8)}l8 8l-8 8l-8-8z"
    return [
        element("path", {"d": mark, "class": "c1"}, hover(_tell_plan(plan, currency), words)),
        text(*at, label, words, text_anchor=anchor, font_size=SMALL, font_weight=600,
             class_="halo"),
    ]  # fmt: skip
