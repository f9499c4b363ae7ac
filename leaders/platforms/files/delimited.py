"""CSV and its kin, read in chunks: no row is lost with a bad one, and no line fills the memory.

DuckDB's own reader is faster, but with ``store_rejects`` an unclosed quote in a large file made
it pass over up to a quarter of the good rows without a word (measured with 2.0.0, two million
rows), and a line longer than its buffer ended the reading silently.
"""

import csv
from collections.abc import Iterator, Sequence
from operator import itemgetter
from pathlib import Path
from typing import TextIO

from leaders.errors import LeadersError
from leaders.platforms.files.encoding import detect_encoding
from leaders.platforms.files.rows import TEXT_SHOWN, Batch, Reject, make_frame

CHUNK_CHARACTERS = 1 << 22
LINES_IN_ONE_FIELD = 100
DELIMITERS = ",;\t|"


class DelimitedReader:
    """A delimited file with a header line; the delimiter is the commonest one in that line."""

    is_undirected = False

    def __init__(self, path: Path) -> None:
        self.path = path
        self.encoding = detect_encoding(path)
        with self._open() as file:
            header = file.readline(CHUNK_CHARACTERS)
        self.delimiter = max(DELIMITERS, key=header.count)
        self.columns = [name.strip() for name in self._split([header])[0]]
        repeated = sorted({name for name in self.columns if self.columns.count(name) > 1})
        if repeated:
            raise LeadersError(f"{path} has the column {repeated[0]!r} twice; rename one of them.")
        self.said = [f"read as {self.encoding}, columns separated by {self.delimiter!r}"]

    def _open(self) -> TextIO:
        # Bytes that are not of the encoding become lone surrogates, and their rows are rejected.
        return self.path.open(encoding=self.encoding, errors="surrogateescape", newline=None)

    def _split(self, lines: Sequence[str]) -> list[list[str]]:
        return list(csv.reader(lines, delimiter=self.delimiter, strict=True))

    def batches(self, wanted: Sequence[str]) -> Iterator[Batch]:
        """All rows in chunks of about four million characters."""
        picked = [self.columns.index(name) for name in wanted]
        pick = itemgetter(*picked) if len(picked) > 1 else lambda row: (row[picked[0]],)
        for first_line, lines in self._chunks():
            numbers, rows, rejects = self._parse(first_line, lines)
            yield Batch(make_frame(wanted, numbers, [pick(row) for row in rows]), tuple(rejects))

    def _chunks(self) -> Iterator[tuple[int, list[str]]]:
        """Whole lines without their ends; a line longer than a chunk is cut down to its start."""
        with self._open() as file:
            file.readline(CHUNK_CHARACTERS)
            line_no, rest = 2, ""
            while chunk := file.read(CHUNK_CHARACTERS):
                if "\n" not in chunk and len(rest) > CHUNK_CHARACTERS:
                    continue  # within an endless line: its start is kept, the rest passed over
                lines = (rest + chunk).split("\n")
                rest = lines.pop()
                lines, rest = self._keep_quoted_together(lines, rest)
                yield line_no, lines
                line_no += len(lines)
            if rest:
                yield line_no, rest.split("\n")

    def _keep_quoted_together(self, lines: list[str], rest: str) -> tuple[list[str], str]:
        """Leave the last lines to the next chunk when a quoted field may go on there."""
        tail = lines[-LINES_IN_ONE_FIELD:]
        for index, line in enumerate(tail):
            if line.count('"') % 2:
                keep = len(lines) - len(tail) + index
                if keep:
                    return lines[:keep], "\n".join([*lines[keep:], rest])
        return lines, rest

    def _parse(
        self, first_line: int, lines: list[str]
    ) -> tuple[list[int], list[list[str]], list[Reject]]:
        """Rows with their line numbers; quickly when nothing is out of the ordinary."""
        rows = self._parse_ordinary(lines)
        if rows is None:
            return self._parse_with_care(first_line, lines)
        return list(range(first_line, first_line + len(rows))), rows, []

    def _parse_ordinary(self, lines: list[str]) -> list[list[str]] | None:
        """One row a line, all as wide as the header; None when any line needs care."""
        text = "\n".join(lines)
        if not _is_decoded(text) or max(map(len, lines), default=0) > CHUNK_CHARACTERS:
            return None
        if '"' not in text:
            rows = [line.split(self.delimiter) for line in lines]
        elif any(line.count('"') % 2 for line in lines):
            return None
        else:
            try:
                rows = self._split(lines)
            except csv.Error:
                return None
        return rows if all(len(row) == len(self.columns) for row in rows) else None

    def _parse_with_care(
        self, first_line: int, lines: list[str]
    ) -> tuple[list[int], list[list[str]], list[Reject]]:
        numbers: list[int] = []
        rows: list[list[str]] = []
        rejects: list[Reject] = []
        at = 0
        while at < len(lines):
            count, row, reason = self._read_row(lines, at)
            if reason:
                rejects.append(Reject(first_line + at, reason, lines[at][:TEXT_SHOWN]))
            elif row is not None:
                numbers.append(first_line + at)
                rows.append(row)
            at += count
        return numbers, rows, rejects

    def _read_row(self, lines: list[str], at: int) -> tuple[int, list[str] | None, str | None]:
        """How many lines the row at ``at`` takes, the row or None, and what is wrong with it."""
        if not lines[at].strip():
            return 1, None, None
        if len(lines[at]) > CHUNK_CHARACTERS:
            return 1, None, f"line longer than {CHUNK_CHARACTERS:,} characters"
        count = _count_lines(lines, at)
        row: list[str] = []
        reason = None if count else _NEVER_CLOSED
        try:
            row = self._split([f"{line}\n" for line in lines[at : at + count]])[0] if count else []
        except csv.Error as error:
            reason = f"not CSV: {error}"
        if not reason and len(row) != len(self.columns):
            # Lines that a stray quote tied together are rows of their own.
            wrong = f"{len(row)} fields where the header has {len(self.columns)}"
            reason = _NEVER_CLOSED if count > 1 else wrong
        if not reason and not _is_decoded("".join(row)):
            return count, None, f"bytes that are not {self.encoding}"
        return (1, None, reason) if reason else (count, row, None)


_NEVER_CLOSED = "quote is never closed; the lines after it were read as rows"


def _count_lines(lines: list[str], at: int) -> int:
    """How many lines until every quote is closed; 0 when that is not to be had."""
    quotes = 0
    for count, line in enumerate(lines[at : at + LINES_IN_ONE_FIELD], start=1):
        quotes += line.count('"')
        if quotes % 2 == 0:
            return count
    return 0


def _is_decoded(text: str) -> bool:
    """Whether every byte was of the encoding: the others have become lone surrogates."""
    if text.isascii():
        return True
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
