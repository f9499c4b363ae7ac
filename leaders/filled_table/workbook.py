"""The sheet of a workbook (.xlsx) that was filled in, as the text that its cells show.

A formula counts for the value that was saved with it; nothing in a workbook is run.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from leaders.errors import LeadersError
from leaders.platforms.files.rows import Batch, make_frame
from leaders.platforms.files.workbook import as_text, open_workbook

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a workbook begins, and an old or an encrypted one."""
MOST_ROWS = 200_000
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


class FilledSheet:
    """The sheet of a workbook whose first row names the columns.

    sheet: its title, in any case; where none is called so the first sheet whose columns fit, else
    the first. Raises ``LeadersError`` where the file is no workbook, or has a column twice.
    """

    def __init__(self, path: Path, sheet: str, fits: Callable[[Sequence[str]], bool]) -> None:
        self.path = path
        with open_workbook(path) as book:
            first = {title: next(book.rows(title, _tell), None) for title in book.sheets}
        heads = {title: row for title, row in first.items() if row is not None}
        if not heads:
            raise LeadersError(f"{path} has no sheet with rows; name another file.")
        columns = {
            title: [(it or "").strip() for it in cells] for title, (_, cells) in heads.items()
        }
        named = [title for title in columns if title.casefold() == sheet.casefold()]
        fitting = [title for title, names in columns.items() if fits(names)]
        self._title = [*named, *fitting, *columns][0]
        self._head_line, _ = heads[self._title]
        self.columns = columns[self._title]
        repeated = sorted({it for it in self.columns if it and self.columns.count(it) > 1})
        if repeated:
            raise LeadersError(f"{path} has the column {repeated[0]!r} twice; rename one of them.")

    def batches(self, wanted: Sequence[str]) -> Iterator[Batch]:
        """All rows that are not empty, at once."""
        picked = [self.columns.index(name) for name in wanted]
        lines, rows = [], []
        with open_workbook(self.path) as book:
            for line, cells in book.rows(self._title, _tell):
                if line > self._head_line:
                    lines.append(line)
                    rows.append([cells[it] if it < len(cells) else "" for it in picked])
                if len(rows) > MOST_ROWS:
                    raise LeadersError(f"{self.path} has more than {MOST_ROWS:,} rows; split it.")
        yield Batch(make_frame(wanted, lines, rows))


def _tell(cell: Any) -> str | None:
    """What a cell shows, so that it can be read like a cell of CSV; None where it is empty."""
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        is_share = "%" in str(cell.number_format)
        return f"{_tell_number(100 * value)} %" if is_share else _tell_number(value)
    text = as_text(value)
    return None if text is None else text[:LONGEST_CELL]


def _tell_number(value: float) -> str:
    """Digits that nobody takes for thousands: 1.5 and 12.3450."""
    value = round(value, 10)
    if value == int(value):
        return str(int(value))
    text = repr(value)
    _, _, part = text.partition(".")
    return f"{text}0" if len(part) == THOUSANDTHS else text
