"""The pictures of a shortlist, by the place on the page where they stand."""

from leaders.export.briefing import Said
from leaders.export.shortlist import Shortlist
from leaders.export.words import Words


def draw_all(shortlist: Shortlist, words: Words) -> "dict[str, str]":
    """The pictures that there is something to draw for."""
    import importlib

    it = shortlist.beside
    first = next(((name, frame) for name, frame in shortlist.tables.items() if frame.height), None)

    def draw(module, name, *given):
        try:
            made = importlib.import_module(f"leaders.export.pictures.{module}")
            return getattr(made, name)(*given, words)
        except (ImportError, AttributeError):
            return None

    drawn = {
        "intervals": draw("intervals", "draw_intervals", first[1], it.top) if first else None,
        "audience": draw("audience_sizes", "draw_audience_sizes", shortlist.tables),
        "network": draw("network", "draw_network", shortlist),
        "overlap": draw("heat_map", "draw_heat_map", it.shared) if it.shared else None,
        "budget": draw("budget_curve", "draw_budget_curve", it.plan) if it.plan else None,
        "changes": draw("slopes", "draw_slopes", it.changes, first[0]) if it.changes and first else None,
        "coverage": draw("coverage", "draw_coverage", it.coverage) if it.coverage is not None else None,
    }
    from markupsafe import Markup
    return {name: Markup(it) for name, it in drawn.items() if it}


def captions(first_list: "Said | str") -> dict[str, Said]:
    """What stands over each picture; two of them show the first list alone."""
    named = ("intervals", "changes")
    return {
        name: Said(f"page_picture_{name}", {"list": first_list} if name in named else {})
        for name in ("intervals", "audience", "network", "overlap", "budget", "changes", "coverage")
    }
