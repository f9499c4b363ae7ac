"""A report: sentences and tables on one thing, such as a plan, as files for people and programs.

The same report gives the same bytes, on any day and in any process.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from leaders.errors import LeadersError
from leaders.export.manifest import File, write_files
from leaders.export.sheet import Sheet, describe_columns
from leaders.export.tables import make_csv, slug
from leaders.export.text import dump_json, escape_markdown
from leaders.export.workbook import Lines, explain_sheet, open_book, write_lines, write_sheet


@dataclass(frozen=True, slots=True)
class Section:
    """Sentences under a heading; numbered where their order says something."""

    heading: str
    sentences: tuple[str, ...]
    is_ordered: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What is reported.

    name: of its files, such as ``plan``. facts: plain values for programs. Sections without a
    sentence are left out; a table without rows keeps its file and its header.
    """

    name: str
    title: str
    as_of: datetime
    facts: Mapping[str, Any]
    sections: tuple[Section, ...]
    sheets: tuple[Sheet, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "sections", tuple(it for it in self.sections if it.sentences))

    @property
    def rows(self) -> int:
        """How many rows its tables have."""
        return sum(sheet.rows.height for sheet in self.sheets)


ReportExporter = Callable[[Report], list[File]]


def export_report(
    report: Report, formats: Sequence[str], folder: Path, *, bom: bool = False
) -> list[Path]:
    """Write the report in each format into ``folder``, all of it or nothing; returns the paths.

    ``bom`` is for CSV in Excel. Raises ``LeadersError`` for an unknown format or a folder that
    cannot be written.
    """
    unknown = [name for name in formats if name not in REPORT_EXPORTERS]
    if unknown or not formats:
        asked = f"{unknown[0]!r} is no format of a report" if unknown else "No format was named"
        raise LeadersError(f"{asked}; choose from {', '.join(REPORT_EXPORTERS)}.")
    exporters: dict[str, ReportExporter] = {**REPORT_EXPORTERS, "csv": partial(_to_csv, bom=bom)}
    return write_files([it for name in dict.fromkeys(formats) for it in exporters[name](report)],
                       folder)  # fmt: skip


def to_report_json(report: Report) -> list[File]:
    """``plan.json``: the facts, the sentences, and every table with its columns."""
    document = {
        "title": report.title,
        **report.facts,
        "words": {it.heading: it.sentences for it in report.sections},
        "tables": {
            sheet.name: {
                "about": sheet.about,
                "columns": describe_columns(sheet.columns),
                "rows": sheet.rows.to_dicts(),
            }
            for sheet in report.sheets
        },
    }
    return [File(f"{report.name}.json", dump_json(document), report.rows)]


def _to_csv(report: Report, *, bom: bool = False) -> list[File]:
    """``plan.csv``, and a file for each other table, such as ``plan-left-out.csv``."""
    return [
        make_csv(
            f"{report.name}.csv" if sheet.name == report.name
            else f"{report.name}-{slug(sheet.name)}.csv",
            sheet.rows, bom=bom,
        )
        for sheet in report.sheets
    ]  # fmt: skip


def _to_xlsx(report: Report) -> list[File]:
    """``plan.xlsx``: the sentences, a sheet a table, and the meaning of every column."""
    with open_book(report.title, report.as_of) as (book, styles, buffer):
        write_lines(book.add_worksheet("Summary"), list(_tell_sections(report)), styles)
        for sheet in report.sheets:
            write_sheet(book, sheet, styles)
        about: Lines = [line for sheet in report.sheets for line in explain_sheet(sheet)]
        write_lines(book.add_worksheet("About"), about, styles)
    return [File(f"{report.name}.xlsx", buffer.getvalue(), report.rows)]


def _tell_sections(report: Report) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "title", (report.title,)
    for section in report.sections:
        yield "header", (section.heading, "")
        for number, sentence in enumerate(section.sentences, start=1):
            yield "prose", (str(number) if section.is_ordered else "", sentence)


def _to_markdown(report: Report) -> list[File]:
    """``plan.md``: the sentences alone, for a letter or a page."""
    lines = [f"# {escape_markdown(report.title)}"]
    for section in report.sections:
        lines += ["", f"## {escape_markdown(section.heading)}", ""]
        for number, sentence in enumerate(section.sentences, start=1):
            mark = f"{number}." if section.is_ordered else "-"
            lines.append(f"{mark} {escape_markdown(sentence)}")
    content = "\n".join([*lines, ""]).encode("utf-8", "replace")
    return [File(f"{report.name}.md", content, report.rows)]


REPORT_EXPORTERS: dict[str, ReportExporter] = {
    "csv": _to_csv,
    "xlsx": _to_xlsx,
    "json": to_report_json,
    "md": _to_markdown,
}
