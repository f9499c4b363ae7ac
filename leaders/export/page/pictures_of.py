"""The pictures of a shortlist, by the place on the page where they stand."""

from typing import TYPE_CHECKING

from leaders.export.briefing import Said
from leaders.export.pictures.audience_sizes import draw_audience_sizes
from leaders.export.pictures.budget_curve import draw_budget_curve
from leaders.export.pictures.coverage import draw_coverage
from leaders.export.pictures.heat_map import draw_heat_map
from leaders.export.pictures.intervals import draw_intervals
from leaders.export.pictures.network import draw_network
from leaders.export.pictures.slopes import draw_slopes
from leaders.export.shortlist import Shortlist
from leaders.export.words import Words

if TYPE_CHECKING:
    from markupsafe import Markup

NAMES = ("intervals", "audience", "network", "overlap", "budget", "changes", "coverage")
_OF_ONE_LIST = ("intervals", "changes")


def draw_all(shortlist: Shortlist, words: Words) -> "dict[str, Markup]":
    """The pictures that there is something to draw for; two of them of the first list alone."""
    from markupsafe import Markup  # noqa: PLC0415

    it = shortlist.beside
    drawn: dict[str, str | None] = {
        "audience": draw_audience_sizes(shortlist.tables, words)
        if {"engagement", "engagement_formula"} <= {column.name for column in shortlist.columns}
        else None,
        "network": draw_network(shortlist, words),
        "overlap": draw_heat_map(it.shared, words) if it.shared else None,
        "budget": draw_budget_curve(it.plan, words) if it.plan else None,
        "coverage": None if it.coverage is None else draw_coverage(it.coverage, words),
    }
    first = next((name for name, frame in shortlist.tables.items() if frame.height), None)
    if first is not None:
        drawn["intervals"] = draw_intervals(shortlist.tables[first], it.top, words)
        if it.changes:
            drawn["changes"] = draw_slopes(it.changes, first, words)
    # They escape what strangers wrote.
    return {name: Markup(drawn[name]) for name in NAMES if drawn.get(name)}  # noqa: S704


def captions(first_list: "Said | str") -> dict[str, Said]:
    """What stands over each picture."""
    return {
        name: Said(f"page_picture_{name}", {"list": first_list} if name in _OF_ONE_LIST else {})
        for name in NAMES
    }
