"""The lists of a shortlist, those of one sort on one sheet, what matters first."""

from collections.abc import Iterator

from leaders.export.sheet import Column, Sheet
from leaders.export.shortlist import Shortlist
from leaders.export.workbook.page import Page

SORTS = {
    "creators": ("Creators", ("creators",)),
    "communities": ("Communities", ("communities",)),
    "media": ("Media and brands", ("media", "brands")),
    "others": ("Others", ()),
}
"""The sheets of lists, and which are on each, whatever their platform; on the last all others."""
OTHERS = "others"

LIST = Column("list", "The list in which its rank is a place.", "text")
FIRST = (
    "list", "rank", "name", "platform", "role", "tier", "followers_count", "median_views",
    "engagement", "engagement_formula", "last_post", "posts_a_week", "language", "country", "city",
    "score", "standing", "p_top", "rank_low", "rank_high", "coverage", "risk", "flags", "price",
    "currency", "status", "status_on", "status_owner", "contacts", "business_contact", "url",
    "handle", "account_id", "person",
)  # fmt: skip
"""What is read in a list, in this order, where anything is known; other columns are folded behind
it."""
FROZEN = "name"


def lay_lists(shortlist: Shortlist) -> Iterator[Page]:
    """A sheet a sort that has a list, in the order of ``SORTS``; its lists below each other."""
    sort_of = {name: _find_sort(name) for name in shortlist.tables}
    for sort in SORTS:
        names = [name for name in shortlist.tables if sort_of[name] == sort]
        if names:
            yield _lay_sort(shortlist, sort, names)


def _find_sort(name: str) -> str:
    """``VK creators`` is a list of creators."""
    for sort, (_, lists) in SORTS.items():
        if any(name == it or name.endswith(f" {it}") for it in lists):
            return sort
    return OTHERS


def _lay_sort(shortlist: Shortlist, sort: str, names: list[str]) -> Page:
    import polars as pl  # noqa: PLC0415

    tables = [
        shortlist.tables[name].select(pl.lit(name).alias(LIST.name), pl.all()) for name in names
    ]
    described = {LIST.name: LIST} | {column.name: column for column in shortlist.columns}
    if len(names) == 1:
        del described[LIST.name]
    rows = pl.concat(tables)
    stay = FIRST[: FIRST.index(FROZEN) + 1] if rows.height else FIRST
    shown = [it for it in FIRST if it in described and (it in stay or rows[it].count())]
    folded = tuple(name for name in described if name not in shown)
    columns = tuple(described[name] for name in (*shown, *folded))
    rows = rows.select(column.name for column in columns)
    sheet = Sheet(sort, ", ".join(names), columns, rows, frozen=shown.index(FROZEN) + 1)
    return Page(sort, SORTS[sort][0], sheet, folded)
