"""What every reader of files gives: text with line numbers, and what it could not read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import polars as pl

BATCH_ROWS = 200_000
LINE = "\0line"
"""No column of a file is called so."""
TEXT_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was not taken in: where it stands, why, and how it begins."""

    line: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows as text: ``LINE`` (int64) and one String column for each column asked for."""

    frame: pl.DataFrame
    rejects: tuple[Reject, ...] = ()


class Reader(Protocol):
    """A file that has been looked at: its columns are known, its rows not yet read."""

    columns: list[str]
    said: list[str]
    is_undirected: bool

    def batches(self, wanted: Sequence[str]) -> Iterator[Batch]:
        """All rows, in order, with the wanted columns."""


def make_frame(
    columns: Sequence[str], lines: Sequence[int], rows: Sequence[Sequence[str | None]]
) -> pl.DataFrame:
    """A frame of text from rows that all have ``len(columns)`` fields."""
    schema = {LINE: pl.Int64, **dict.fromkeys(columns, pl.String)}
    fields = zip(*rows, strict=True) if rows else [()] * len(columns)
    return pl.DataFrame([lines, *map(list, fields)], schema=schema, orient="col")
