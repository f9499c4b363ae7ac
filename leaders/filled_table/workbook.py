"""A sheet of a workbook (.xlsx), read as the text that its cells show; nothing in it is run.

Workbooks come from outside: what they unpack to is bounded, a formula counts for the value that
was saved with it, and whatever openpyxl makes of a broken file is one sentence.
"""

import math
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leaders.errors import LeadersError
from leaders.platforms.files.rows import Batch, make_frame

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a workbook begins, and an old or an encrypted one."""
MOST_BYTES = 200_000_000
"""A workbook may unpack to so much."""
MOST_ROWS, LAST_ROW, MOST_COLUMNS = 200_000, 1_048_576, 1_000
LONGEST_CELL = 32_767
THOUSANDTHS = 3


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook by its first bytes, whatever it is called.

    Raises ``LeadersError`` for an old one (.xls), and for one that is locked with a password.
    """
    with path.open("rb") as file:
        start = file.read(len(OLE))
    if start == OLE:
        raise LeadersError(
            f"{path} is an old .xls or is locked with a password; save it as .xlsx without one."
        )
    return start.startswith(ZIP)


class WorkbookReader:
    """A sheet whose first row names the columns.

    sheet: its name, in any case; where there is none of that name, the first sheet whose columns
    fit, else the first sheet. Raises ``LeadersError`` where the file is no workbook, unpacks to
    more than 200 MB, or has a column twice.
    """

    def __init__(self, path: Path, sheet: str, fits: Callable[[Sequence[str]], bool]) -> None:
        self.path = path
        with _opened(path) as book:
            headers = {it.title: _read_header(it) for it in book.worksheets}
        named = [title for title in headers if title.casefold() == sheet.casefold()]
        fitting = [title for title, columns in headers.items() if fits(columns)]
        try:
            self._title = [*named, *fitting, *headers][0]
        except IndexError:
            raise LeadersError(f"{path} has no sheet with cells; name another file.") from None
        self.columns = headers[self._title]
        repeated = sorted({it for it in self.columns if it and self.columns.count(it) > 1})
        if repeated:
            raise LeadersError(f"{path} has the column {repeated[0]!r} twice; rename one of them.")

    def batches(self, wanted: Sequence[str]) -> Iterator[Batch]:
        """All rows that are not empty, at once."""
        picked = [self.columns.index(name) for name in wanted]
        lines, rows = [], []
        with _opened(self.path) as book:
            sheet = book[self._title]
            cells = sheet.iter_rows(min_row=2, max_row=LAST_ROW, max_col=max(1, len(self.columns)))
            for line, row in enumerate(cells, start=2):
                told = [_tell(row[it]) if it < len(row) else "" for it in picked]
                if any(told):
                    lines.append(line)
                    rows.append(told)
                if len(rows) > MOST_ROWS:
                    raise LeadersError(f"{self.path} has more than {MOST_ROWS:,} rows; split it.")
        yield Batch(make_frame(wanted, lines, rows))


@contextmanager
def _opened(path: Path) -> Iterator["Workbook"]:
    """The workbook; what goes wrong while it is read becomes one sentence."""
    import openpyxl  # noqa: PLC0415 (heavy, and most tables are CSV)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells which parts it would not write again
        try:
            _refuse_bomb(path)
            book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
            try:
                yield book
            finally:
                book.close()
        except LeadersError:
            raise
        except Exception as error:  # of a hostile file openpyxl raises anything
            raise LeadersError(
                f"{path} cannot be read as a workbook ({type(error).__name__}); open it and save "
                "the sheet as CSV or .xlsx."
            ) from None


def _refuse_bomb(path: Path) -> None:
    """Python's zipfile reads no more of a part than its entry says, so the sum is a bound."""
    with zipfile.ZipFile(path) as parts:
        told = parts.infolist()
    if sum(part.file_size for part in told) > MOST_BYTES:
        raise LeadersError(
            f"{path} unpacks to more than {MOST_BYTES // 1_000_000} MB; save the one sheet as CSV."
        )
    if any(part.flag_bits & 1 for part in told):
        raise LeadersError(f"{path} is locked with a password; save it without one.")


def _read_header(sheet: Any) -> list[str]:
    row = next(iter(sheet.iter_rows(max_row=1, max_col=MOST_COLUMNS)), ())
    columns = [_tell(cell).strip() for cell in row]
    while columns and not columns[-1]:
        columns.pop()
    return columns


def _tell(cell: Any) -> str:
    """What a cell shows, so that it can be read like a cell of CSV; nothing for none."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        is_share = "%" in str(cell.number_format)
        return f"{_tell_number(100 * value)} %" if is_share else _tell_number(value)
    if isinstance(value, datetime):
        is_day = value.time() == time()
        return str(value.date()) if is_day else value.isoformat(" ")
    return str(value)[:LONGEST_CELL]


def _tell_number(value: float) -> str:
    """Digits that nobody takes for thousands: 1.5 and 12.3450."""
    if math.isfinite(value) and value == int(value):
        return str(int(value))
    text = repr(round(value, 10))
    _, _, part = text.partition(".")
    return f"{text}0" if len(part) == THOUSANDTHS else text
