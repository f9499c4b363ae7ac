"""What everything in a workbook means: its columns, the flags that were raised, the formulas."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from leaders.export.briefing import Said
from leaders.export.sheet import Column, Sheet
from leaders.export.shortlist import Shortlist
from leaders.export.terms import bare_formula
from leaders.export.words import Words
from leaders.export.workbook.book import Lines, entitle, write_lines
from leaders.export.workbook.lists import LIST
from leaders.export.workbook.page import Page

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from leaders.export.workbook.book import Styles

Line = tuple[str, tuple[str, ...]]

WIDTHS = (34, 34, 80, 10)
ON_PAGE = ("list", "role", "median_views", "last_post", "engagement", "status", "price")
"""Columns that the page's first ones are called by."""


def write_definitions(
    sheet: "Worksheet", shortlist: Shortlist, pages: Sequence[Page], words: Words, styles: "Styles"
) -> None:
    """Every column of every sheet, then flags and formulas."""
    lines: Lines = [
        ("title", (words("book_definitions"),)),
        *_tell_pages(pages, words),
        *_tell_flags(shortlist, words),
        *_tell_metrics(shortlist, words),
    ]
    write_lines(sheet, lines, styles, WIDTHS)
    sheet.freeze_panes(1, 1)


def _tell_pages(pages: Sequence[Page], words: Words) -> Iterator[Line]:
    """A section for all sheets of the same columns, whatever is folded in each."""
    alike: dict[frozenset[Column], list[Page]] = {}
    for page in pages:
        columns = frozenset(page.sheet.columns) - {LIST}
        alike.setdefault(columns, []).append(page)
    heads = ("book_head_column", "book_head_title", "book_head_meaning", "book_head_form")
    for several in alike.values():
        page = max(several, key=lambda it: len(it.sheet.columns))
        yield from _head(", ".join(it.title for it in several), heads, words)
        for column in page.sheet.columns:
            if column.name not in page.shaded:
                title = _say_title(column.name, words, is_folded=column.name in page.folded)
                yield "prose", (column.name, title, column.meaning, column.form)
        if page.shaded:  # the columns of a matrix mean the same
            first = next(it for it in page.sheet.columns if it.name == page.shaded[0])
            span = " … ".join(dict.fromkeys((page.shaded[0], page.shaded[-1])))
            yield "prose", (span, "", first.meaning, first.form)


def _head(title: str, heads: Sequence[str], words: Words) -> Iterator[Line]:
    yield "prose", ()
    yield "section", (title,)
    yield "header", tuple(words(key) for key in heads)


def _say_title(name: str, words: Words, *, is_folded: bool) -> str:
    """A column in plain words, as the page has it; nothing where nobody found any."""
    keys = [f"book_column_{name}", f"page_column_{name}"]
    keys += [f"page_{name}"] if name in ON_PAGE else []
    if is_folded:  # the reach of a list is a component, that of a plan is none
        keys.insert(0, f"component_{name}")
    for way in ("percentile", "contribution"):
        component = f"component_{name.removesuffix(f'_{way}')}"
        if name.endswith(f"_{way}") and words.has(component):
            return words(f"page_column_{way}", component=Said(component))
    return next((words(key) for key in keys if words.has(key)), "")


def _tell_flags(shortlist: Shortlist, words: Words) -> Iterator[Line]:
    raised = {
        flag.name: flag for detail in shortlist.beside.details.values() for flag in detail.flags
    }
    if raised:
        heads = ("book_head_flag", "book_head_title", "book_head_formula", "book_head_form")
        yield from _head(words("book_head_flags"), heads, words)
    for name in sorted(raised):
        flag = raised[name]
        title = words(f"flag_{name}") if words.has(f"flag_{name}") else ""
        told = f"{flag.formula} ({flag.measured_on}). {flag.cautions}"
        yield "prose", (name, title, told, flag.form)


def _tell_metrics(shortlist: Shortlist, words: Words) -> Iterator[Line]:
    """The formulas of the registry by which a column or an engagement was computed."""
    from leaders.metrics import METRICS  # noqa: PLC0415  # numpy takes time to import

    names = {column.name for column in shortlist.columns}
    if "engagement_formula" in names:
        for frame in shortlist.tables.values():
            names |= set(frame["engagement_formula"].drop_nulls())
    used = {bare_formula(name) for name in names}
    shown = [metric for metric in METRICS.values() if metric.name in used]
    if shown:
        heads = ("book_head_metric", "book_head_source", "book_head_formula", "book_head_form")
        yield from _head(words("book_head_metrics"), heads, words)
    for metric in shown:
        told = metric.describe()
        parts = [f"{told['formula']} ({told['window']})"]
        parts += [f"assumed: {told['assumed']}"] if told["assumed"] else []
        yield "prose", (f"{metric.name}_v{metric.version}", told["source"], "; ".join(parts),
                        told["unit"])  # fmt: skip


def explain_sheet(sheet: Sheet) -> Lines:
    """What a sheet of its own columns holds."""
    told = (("prose", (it.name, it.meaning, it.form)) for it in sheet.columns)
    before: Lines = [("prose", ("", sheet.about))] if sheet.about else []
    return [("header", (f"Column of {entitle(sheet.name)}", "Meaning", "Form")), *before, *told]
