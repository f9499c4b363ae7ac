"""Parquet, column by column, everything as text: bytes as hexadecimal, whole floats as integers."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from leaders.errors import LeadersError
from leaders.platforms.files.rows import BATCH_ROWS, LINE, Batch

EXACT_FLOAT = 2**53
"""Above this a float no longer tells one integer id from the next."""


class ParquetReader:
    """A Parquet file; the line of a row is its place in the file, from 1."""

    is_undirected = False

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._told_plainly():
            self._scan = pl.scan_parquet(path, glob=False)
            self.columns = self._scan.collect_schema().names()
        self.said = ["read as Parquet"]

    def batches(self, wanted: Sequence[str]) -> Iterator[Batch]:
        """All rows; nested columns are refused."""
        picked = self._scan.select(list(dict.fromkeys(wanted)))
        with self._told_plainly():
            row_count = self._scan.select(pl.len()).collect().item()
        for start in range(0, row_count, BATCH_ROWS):
            with self._told_plainly():
                rows = picked.slice(start, BATCH_ROWS).collect()
            columns = [self._as_text(rows[name]).alias(name) for name in wanted]
            lines = pl.int_range(start + 1, start + 1 + rows.height, eager=True).alias(LINE)
            yield Batch(pl.DataFrame([lines, *columns]))

    @contextmanager
    def _told_plainly(self) -> Iterator[None]:
        try:
            yield
        except (pl.exceptions.PolarsError, OSError) as error:
            raise LeadersError(
                f"{self.path} is not a whole Parquet file ({str(error).splitlines()[0]})."
            ) from None

    def _as_text(self, column: pl.Series) -> pl.Series:
        if column.dtype == pl.Binary:
            return column.bin.encode("hex")
        if column.dtype.is_nested():
            raise LeadersError(
                f"{self.path}: the column {column.name!r} is nested; give plain values."
            )
        if column.dtype.is_float():
            column = column.fill_nan(None)
            whole = (column == column.round(0)) & (column.abs() < EXACT_FLOAT)
            as_integer = column.set(~whole.fill_null(value=False), None).cast(
                pl.Int64, strict=False
            )
            return as_integer.cast(pl.String).zip_with(
                whole.fill_null(value=False),
                column.cast(pl.String).str.replace(r"e(\d)", "e+$1"),
            )
        return column.cast(pl.String)
