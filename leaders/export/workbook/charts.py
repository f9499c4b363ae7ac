"""Native charts, and the sheets that hold what they draw: reach against engagement, budgets."""

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from leaders.export.briefing import Plan
from leaders.export.sheet import Column, Sheet
from leaders.export.shortlist import Shortlist
from leaders.export.words import Words
from leaders.export.workbook.lists import LIST
from leaders.export.workbook.page import Page

if TYPE_CHECKING:
    import polars as pl
    from xlsxwriter.chart import Chart
    from xlsxwriter.workbook import Workbook

TIERS = {
    "nano": "#56B4E9",
    "micro": "#009E73",
    "mid": "#E69F00",
    "macro": "#D55E00",
    "mega": "#7B3294",
}
"""Tiers with colours that stay apart for the colour-blind."""
OTHER_TIER = "#7F7F7F"
SCATTER, BUDGETS = DATA = ("data", "budgets")
"""Keys of the sheets that charts draw."""
X, Y, FORMULA = "followers_count", "engagement", "engagement_formula"
FEWEST = 2
"""Points under which there is nothing to see."""

_PLACED = (
    Column("tier", "By declared audience; a series of the chart.", "text"),
    LIST,
    Column("account_id", "Permanent id, platform:native_id; join tables on it.", "text"),
    Column("name", "What the account calls itself; free text written by strangers.", "text"),
    Column(X, "Followers or members that the platform declares.", "count"),
    Column(Y, "Engagement by the formula that most listed accounts have.", "share"),
)
_BUDGETS_COLUMNS = (
    Column("spent", "What is spent.", "money"),
    Column("reach", "People expected to see the plan that is made for it.", "count"),
    Column("plan", "The same of the plan in this workbook.", "count"),
)


def lay_data(shortlist: Shortlist) -> Iterator[Page]:
    """The sheets of those charts that have something to show."""
    if {Y, FORMULA} <= {column.name for column in shortlist.columns}:
        yield from _lay_scatter(shortlist)
    if shortlist.beside.plan is not None:
        yield from _lay_budgets(shortlist.beside.plan)


def draw(book: "Workbook", page: Page, shortlist: Shortlist, words: Words) -> "Chart":
    """The chart of a sheet of ``DATA``, in the reader's language."""
    if page.key == SCATTER:
        return _draw_scatter(book, page, words)
    plan = shortlist.beside.plan
    return _draw_budgets(book, page, plan.currency if plan else None, words)


def _lay_scatter(shortlist: Shortlist) -> Iterator[Page]:
    """The accounts of which followers and engagement by the commonest formula are known."""
    import polars as pl  # noqa: PLC0415

    rows = pl.concat(
        frame.select(pl.lit(name).alias(LIST.name), X, Y, FORMULA, "tier", "account_id", "name")
        for name, frame in shortlist.tables.items()
    ).filter(pl.col(X) > 0, pl.col(Y) > 0, pl.col(FORMULA).is_not_null())
    counts = rows.group_by(FORMULA).len().sort("len", FORMULA, descending=[True, False])
    if not counts.height:
        return
    formula = counts[FORMULA][0]
    rows = rows.filter(pl.col(FORMULA) == formula)
    if rows.height < FEWEST:
        return
    order = pl.col("tier").replace_strict(
        {tier: at for at, tier in enumerate(TIERS)}, default=len(TIERS), return_dtype=pl.Int8
    )
    rows = rows.sort(order, "account_id").select(column.name for column in _PLACED)
    yield Page(SCATTER, "Chart data", Sheet("chart data", formula, _PLACED, rows))


def _draw_scatter(book: "Workbook", page: Page, words: Words) -> "Chart":
    """Reach against engagement, both logarithmic; a series a tier."""
    rows, names = page.sheet.rows, [column.name for column in page.sheet.columns]
    chart = book.add_chart({"type": "scatter"})
    tiers = rows["tier"].to_list()
    for tier in dict.fromkeys(tiers):
        first = tiers.index(tier) + 1
        last = first + tiers.count(tier) - 1
        colour = TIERS.get(tier, OTHER_TIER)
        said = f"tier_{tier}" if tier in TIERS else "not_known"
        chart.add_series(
            {
                "name": words(said),
                "categories": [page.title, first, names.index(X), last, names.index(X)],
                "values": [page.title, first, names.index(Y), last, names.index(Y)],
                "marker": {
                    "type": "circle", "size": 6, "border": {"color": "white", "width": 0.5},
                    "fill": {"color": colour, "transparency": 20},
                },
            }
        )  # fmt: skip
    _dress(chart, words("book_scatter"))
    thousand, million = words("book_thousand"), words("book_million")
    people = f'[>=1000000]0,,"{million}";[>=1000]0,"{thousand}";0'
    chart.set_x_axis(_axis(words("book_scatter_x"), people) | _find_decades(rows[X]))
    chart.set_y_axis(_axis(words("book_scatter_y"), "0.###%") | _find_decades(rows[Y]))
    chart.set_legend({"position": "bottom", "font": {"size": 9}})
    return chart


def _lay_budgets(plan: Plan) -> Iterator[Page]:
    """The reach of other budgets, and below them the plan's own."""
    import polars as pl  # noqa: PLC0415

    points = plan.points.select("spent", "reach").drop_nulls().sort("spent")
    if points.height < FEWEST:
        return
    is_told = plan.spent is not None and plan.reach is not None
    own = pl.DataFrame(
        {"spent": [plan.spent] * is_told, "plan": [plan.reach] * is_told},
        schema={"spent": pl.Float64, "plan": pl.Float64},
    )
    rows = pl.concat([points.cast(pl.Float64), own], how="diagonal")
    yield Page(BUDGETS, "Budget data", Sheet("budget data", "", _BUDGETS_COLUMNS, rows))


def _draw_budgets(book: "Workbook", page: Page, currency: str | None, words: Words) -> "Chart":
    """People reached by what is spent, and the plan on that curve."""
    rows = page.sheet.rows
    ends = rows["reach"].count()
    chart = book.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
    chart.add_series(
        {
            "name": words("book_curve_others"),
            "categories": [page.title, 1, 0, ends, 0],
            "values": [page.title, 1, 1, ends, 1],
            "line": {"color": "#5B7DB1", "width": 2},
            "marker": {"type": "circle", "size": 4, "fill": {"color": "#5B7DB1"},
                       "border": {"color": "#5B7DB1"}},
        }
    )  # fmt: skip
    if rows.height > ends:
        chart.add_series(
            {
                "name": words("book_curve_plan"),
                "categories": [page.title, ends + 1, 0, ends + 1, 0],
                "values": [page.title, ends + 1, 2, ends + 1, 2],
                "line": {"none": True},
                "marker": {"type": "diamond", "size": 11, "fill": {"color": "#D55E00"},
                           "border": {"color": "white"}},
            }
        )  # fmt: skip
    _dress(chart, words("book_curve"))
    money = f", {currency}" if currency else ""
    chart.set_x_axis({**_axis(words("book_curve_x") + money, "#,##0"), "min": 0})
    chart.set_y_axis({**_axis(words("book_curve_y"), "#,##0"), "min": 0})
    chart.set_legend({"position": "bottom", "font": {"size": 9}})
    return chart


def _dress(chart: "Chart", title: str) -> None:
    chart.set_title({"name": title, "name_font": {"size": 12, "bold": True}, "overlay": False})
    chart.set_chartarea({"border": {"color": "#D9D9D9"}})


def _axis(name: str, form: str) -> dict[str, Any]:
    return {
        "name": name, "name_font": {"size": 9, "bold": False}, "num_font": {"size": 9},
        "num_format": form, "major_gridlines": {"visible": True, "line": {"color": "#E4E4E4"}},
        "line": {"color": "#A6A6A6"}, "label_position": "low",
    }  # fmt: skip


def _find_decades(values: "pl.Series") -> dict[str, Any]:
    """A logarithmic axis over whole powers of ten, crossed at its beginning."""
    low, high = math.floor(math.log10(values.min())), math.ceil(math.log10(values.max()))  # type: ignore[arg-type]
    return {
        "log_base": 10, "min": 10.0**low, "max": 10.0 ** max(high, low + 1), "crossing": 10.0**low,
    }  # fmt: skip
