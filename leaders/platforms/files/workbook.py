"""Workbooks (.xlsx) as rows of text with their line numbers: the only place that reads them.

A workbook is hostile until it is read: it is a packed folder that may unpack to any size, may
claim rows that it does not have, and its cells are numbers where an id was meant. Formulas are
never run: a cell gives the value that was stored with it.
"""

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from leaders.errors import LeadersError
from leaders.platforms.files.rows import BATCH_ROWS, TEXT_SHOWN, Batch, Reject, make_frame

UNPACKED_BYTES = 1 << 29
PACKED_PARTS = 10_000
SHEET_ROWS = 1 << 20
SHEET_COLUMNS = 1_000
ROWS_AT_ONCE = 1_000
EXACT_NUMBER = 2**53
"""From here on a cell's number no longer tells one id from the next."""

Row = tuple[int, list[str | None]]
"""The number of a line, from 1 as the spreadsheet shows it, and its cells; empty ones are None."""


class Workbook:
    """An open workbook: ``sheets`` are the titles of those that are shown, in their order."""

    def __init__(self, path: Path, book: Any) -> None:
        self.path = path
        self._sheets = {
            sheet.title: sheet for sheet in book.worksheets if sheet.sheet_state == "visible"
        }
        self.sheets = list(self._sheets)

    def rows(self, sheet: str, tell: Callable[[Any], str | None] | None = None) -> Iterator[Row]:
        """The rows of a sheet that hold anything; cells as text, without the empty ones at the end.

        tell: what makes a text of a cell of openpyxl's, where more than its value counts.
        Raises ``LeadersError`` for a sheet that cannot be read or has more than ``SHEET_ROWS``.
        """
        table = self._sheets[sheet]
        table.reset_dimensions()  # what the file claims of its size is not to be trusted
        rows = enumerate(table.iter_rows(values_only=tell is None), start=1)
        while some := self._take(rows):
            for line, values in some:
                if line > SHEET_ROWS:
                    raise LeadersError(
                        f"{self.path}: sheet {sheet!r} has over {SHEET_ROWS:,} rows."
                    )
                cells = [(tell or as_text)(value) for value in values[:SHEET_COLUMNS]]
                while cells and cells[-1] is None:
                    cells.pop()
                if cells:
                    yield line, cells

    def _take(self, rows: Iterator[Any]) -> list[Any]:
        with _told_plainly(self.path):
            return list(islice(rows, ROWS_AT_ONCE))


@contextmanager
def open_workbook(path: Path) -> Iterator[Workbook]:
    """Open a workbook for as long as its rows are read.

    Raises ``LeadersError`` when it is none, has a password, or unpacks to over ``UNPACKED_BYTES``.
    """
    import openpyxl  # noqa: PLC0415  # a third of a second, which no other file should pay

    with path.open("rb") as file:
        with _told_plainly(path):
            with ZipFile(file) as packed:
                parts = packed.infolist()
            if len(parts) > PACKED_PARTS or sum(it.file_size for it in parts) > UNPACKED_BYTES:
                raise LeadersError(
                    f"{path} unpacks to more than {UNPACKED_BYTES >> 20} MB; save it as CSV."
                )
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            yield Workbook(path, book)
        finally:
            book.close()


class WorkbookReader:
    """One sheet of a workbook, with a header line: the first sheet that has any rows.

    ``header_line`` is the line of the header; 0 takes the first line that holds anything.
    """

    is_undirected = False

    def __init__(self, path: Path, header_line: int = 0) -> None:
        self.path = path
        with open_workbook(path) as book:
            heads = {title: _find_header(book.rows(title), header_line) for title in book.sheets}
        found = next(((title, head) for title, head in heads.items() if head), None)
        if found is None:
            raise LeadersError(f"{path} has no sheet with rows; name a file with a header line.")
        self.sheet, (self.header_line, names) = found
        self.columns = [(name or "").strip() for name in names]
        repeated = sorted({name for name in self.columns if name and self.columns.count(name) > 1})
        if repeated:
            raise LeadersError(f"{path} has the column {repeated[0]!r} twice; rename one of them.")
        self.said = [f"read as a workbook, sheet {self.sheet!r}"]
        if others := [title for title, it in heads.items() if it and title != self.sheet]:
            self.said[0] += f" (not read: {', '.join(map(repr, others))})"

    def batches(self, wanted: Sequence[str]) -> Iterator[Batch]:
        """All rows below the header; a cell beyond it is a reject."""
        picked = [self.columns.index(name) for name in wanted]
        width = len(self.columns)
        with open_workbook(self.path) as book:
            rows = (row for row in book.rows(self.sheet) if row[0] > self.header_line)
            while some := list(islice(rows, BATCH_ROWS)):
                good = [(line, cells) for line, cells in some if len(cells) <= width]
                rejects = [
                    Reject(
                        line,
                        f"{len(cells)} cells where the header has {width}",
                        " | ".join(cell or "" for cell in cells)[:TEXT_SHOWN],
                    )
                    for line, cells in some
                    if len(cells) > width
                ]
                texts = [
                    [cells[at] if at < len(cells) else None for at in picked] for _, cells in good
                ]
                yield Batch(make_frame(wanted, [it for it, _ in good], texts), tuple(rejects))


def _find_header(rows: Iterator[Row], header_line: int) -> Row | None:
    return next((row for row in rows if row[0] >= header_line), None)


@contextmanager
def _told_plainly(path: Path) -> Iterator[None]:
    """Without the library's warnings on styles, and its many errors as one sentence."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except LeadersError:
            raise
        except Exception as error:  # the parser raises whatever an odd file makes it stumble over
            raise LeadersError(
                f"{path} is no workbook that can be read ({error}); "
                "save it as .xlsx without a password, or as CSV."
            ) from None


def as_text(value: Any) -> str | None:
    """A cell as text: whole numbers without a point, moments in ISO form, errors as nothing."""
    if value is None or value in _ERRORS:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _write_number(value)
    if isinstance(value, datetime) and value.time() == time.min:
        value = value.date()
    text = value.isoformat() if isinstance(value, datetime | date | time) else str(value)
    text = text if text.isascii() else text.encode("utf-8", errors="replace").decode("utf-8")
    return text if text.strip() else None


def _write_number(value: float) -> str:
    if abs(value) >= EXACT_NUMBER:
        return repr(float(value))  # in the form that is known to have lost digits
    return str(int(value)) if value == int(value) else repr(value)


_ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
