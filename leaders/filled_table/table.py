"""A filled table, row by row: columns known by their names, every mistake with its place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from leaders.errors import LeadersError
from leaders.filled_table.workbook import FilledSheet, is_workbook
from leaders.platforms.files.delimited import DelimitedReader
from leaders.platforms.files.rows import LINE

Names = Mapping[str, tuple[str, ...]]
"""The columns of a table, and what each may be called in small letters, the surest first."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong in a line, and what to do; ``column`` is empty where the line is no row."""

    line: int
    column: str
    what: str

    def __str__(self) -> str:
        """The mistake in words."""
        return f"line {self.line}{f', {self.column}' if self.column else ''}: {self.what}"


@dataclass(slots=True)
class Row:
    """A row: its cells by column, what they mean, and what is wrong with them.

    columns: as the file calls them. A column that is not in the file has empty cells.
    """

    line: int
    columns: Mapping[str, str]
    cells: dict[str, str]
    meaning: dict[str, Any] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def read(self, name: str, reader: Callable[[str], Any], means: tuple[str, ...]) -> None:
        """Read one cell; ``means`` names what it says."""
        try:
            value = reader(self.cells[name])
        except ValueError as error:
            self.object_to(name, str(error))
            return
        self.meaning |= zip(means, value if len(means) > 1 else (value,), strict=True)

    def object_to(self, name: str, what: str) -> None:
        """Note a mistake of one cell."""
        self.mistakes.append(Mistake(self.line, self.columns.get(name, name), what))


@dataclass(frozen=True, slots=True)
class Table:
    """All rows of a file, and the lines that are none."""

    rows: list[Row]
    mistakes: list[Mistake]


def read_table(
    path: Path, names: Names, required: Sequence[str], sheet: str = "", advice: str = ""
) -> Table:
    """Read CSV or TSV in any encoding and with any delimiter, or a sheet of a workbook (.xlsx).

    Of a workbook the sheet of that name, else the first one that has the required columns. advice:
    what writes such a table. Raises ``LeadersError`` where the file is no table or lacks a column.
    """

    def fits(columns: Sequence[str]) -> bool:
        return all(name in _find_columns(columns, names) for name in required)

    is_book = is_workbook(path)
    reader = FilledSheet(path, sheet, fits) if is_book else DelimitedReader(path)
    columns = _find_columns(reader.columns, names)
    if missing := [name for name in required if name not in columns]:
        shown = ", ".join(column[:40] for column in reader.columns[:20] if column) or "none"
        raise LeadersError(
            f"{path} has no column {' and no column '.join(missing)} (it has {shown}); name the "
            f"columns {', '.join(names)}, as the table that {advice or 'was written to fill in'}."
        )
    rows, mistakes = [], []
    for batch in reader.batches(list(columns.values())):
        mistakes += [Mistake(it.line, "", f"{it.reason}; mend the line") for it in batch.rejects]
        for told in batch.frame.iter_rows(named=True):
            cells = {name: (told[column] or "").strip() for name, column in columns.items()}
            rows.append(Row(told[LINE], columns, dict.fromkeys(names, "") | cells))
    return Table(rows, mistakes)


def _find_columns(columns: Sequence[str], names: Names) -> dict[str, str]:
    """Name -> the name of the column in the file, the first of its names that is there."""
    plain = {column.strip().casefold(): column for column in reversed(columns) if column.strip()}
    return {
        name: next(plain[alias] for alias in aliases if alias in plain)
        for name, aliases in names.items()
        if any(alias in plain for alias in aliases)
    }


def settle(
    rows: Sequence[Row], key: Sequence[str], column: str, tell: Callable[[Row, str], str]
) -> tuple[list[Row], list[Mistake]]:
    """(one row for each key, the mistakes of the others): rows that disagree are all mistakes.

    key: names of meanings. tell: what is wrong with a row, by the lines of those that say another
    thing.
    """
    said: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        said.setdefault(tuple(row.meaning[name] for name in key), []).append(row)
    good, clashes = [], []
    for same in said.values():
        first, *others = same
        if all(row.meaning == first.meaning for row in others):
            good.append(first)
            continue
        for row in same:
            lines = ", ".join(str(it.line) for it in same if it is not row)
            clashes.append(Mistake(row.line, row.columns.get(column, column), tell(row, lines)))
    return good, clashes
