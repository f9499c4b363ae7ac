"""CSV and its kin, read in chunks: no row is lost with a bad one, and no line fills the memory.

DuckDB's own reader is faster, but with ``store_rejects`` an unclosed quote in a large file made
it pass over up to a quarter of the good rows without a word (measured with 2.0.0, two million
rows), and a line longer than its buffer ended the reading silently.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any

import polars as pl

from leaders.errors import LeadersError
from leaders.platforms.files.encoding import detect_encoding, open_text
from leaders.platforms.files.rows import LINE, TEXT_SHOWN, Batch, Reject, make_frame

CHUNK_CHARACTERS = 1 << 22
LINES_IN_ONE_FIELD = 100
DELIMITERS = ",;\t|"
_NOT_PLAIN = ('"', "\r", "\ufeff")
"""Quotes need care, and polars strips the other two."""
UNCLOSED = 0
_NEVER_CLOSED = "quote is never closed; the lines after it were read as rows"


class DelimitedReader:
    """A delimited file with a header line; the delimiter is the commonest one in that line.

    ``header_line`` counts from 1; the lines before it are passed over.
    """

    is_undirected = False

    def __init__(self, path: Path, header_line: int = 1) -> None:
        self.path = path
        self.header_line = header_line
        self.encoding = detect_encoding(path)
        with open_text(path, self.encoding) as file:
            for _ in range(header_line - 1):
                file.readline(CHUNK_CHARACTERS)
            header = file.readline(CHUNK_CHARACTERS)
        self.delimiter = max(DELIMITERS, key=header.count)
        try:
            self.columns = [name.strip() for name in self._split([header])[0]]
        except csv.Error as error:
            raise LeadersError(f"The header line of {path} is not CSV: {error}.") from None
        repeated = sorted({name for name in self.columns if name and self.columns.count(name) > 1})
        if repeated:
            raise LeadersError(f"{path} has the column {repeated[0]!r} twice; rename one of them.")
        self.said = [f"read as {self.encoding}, columns separated by {self.delimiter!r}"]

    def _split(self, lines: Iterable[str]) -> list[list[str]]:
        return list(self._reader(lines))

    def _reader(self, lines: Iterable[str]) -> Any:
        return csv.reader(lines, delimiter=self.delimiter, strict=True)

    def batches(self, wanted: Sequence[str]) -> Iterator[Batch]:
        """All rows in chunks of about four million characters."""
        picked = [self.columns.index(name) for name in wanted]
        pick = itemgetter(*picked) if len(picked) > 1 else lambda row: (row[picked[0]],)
        line_no = self.header_line + 1
        left: list[str] = []
        for chunk, is_last in self._chunks():
            lines = left + chunk
            plain = self._read_plain(line_no, lines, wanted)
            if plain is not None:
                yield Batch(plain)
                left, line_no = [], line_no + len(lines)
                continue
            parsed = self._parse(line_no, lines, is_last)
            rows = [pick(row) for row in parsed.rows]
            yield Batch(make_frame(wanted, parsed.numbers, rows), tuple(parsed.rejects))
            left = lines[parsed.line_count :]
            line_no += parsed.line_count

    def _chunks(self) -> Iterator[tuple[list[str], bool]]:
        """Whole lines without their ends, and whether they are the last ones.

        A line longer than a chunk is cut down to its start.
        """
        with open_text(self.path, self.encoding) as file:
            for _ in range(self.header_line):
                file.readline(CHUNK_CHARACTERS)
            rest = ""
            while chunk := file.read(CHUNK_CHARACTERS):
                if "\n" not in chunk and len(rest) > CHUNK_CHARACTERS:
                    continue  # within an endless line: its start is kept, the rest passed over
                *lines, rest = (rest + chunk).split("\n")
                yield lines, False
            yield [rest] if rest else [], True

    def _read_plain(
        self, first_line: int, lines: list[str], wanted: Sequence[str]
    ) -> pl.DataFrame | None:
        """Lines without a quote and all as wide as the header, by polars; None for others."""
        text = "\n".join(lines)
        width = len(self.columns)
        if width == 1 or not lines or any(odd in text for odd in _NOT_PLAIN):
            return None
        if max(map(len, lines)) > CHUNK_CHARACTERS:
            return None
        if any(line.count(self.delimiter) != width - 1 for line in lines) or not _is_decoded(text):
            return None
        frame = pl.read_csv(
            text.encode(), has_header=False, separator=self.delimiter, quote_char=None,
            infer_schema=False, empty_string_is_null=False,
        )  # fmt: skip
        number = pl.int_range(first_line, first_line + frame.height, dtype=pl.Int64).alias(LINE)
        picked = [pl.nth(self.columns.index(name)).alias(name) for name in wanted]
        return frame.select(number, *picked)

    def _parse(self, first_line: int, lines: list[str], is_last: bool) -> "_Parsed":
        """Rows with their line numbers; quickly when every line is a row of its own."""
        rows = self._parse_ordinary(lines)
        if rows is None:
            return self._parse_with_care(first_line, lines, is_last)
        return _Parsed(len(lines), list(range(first_line, first_line + len(rows))), rows)

    def _parse_ordinary(self, lines: list[str]) -> list[list[str]] | None:
        """One row a line, all as wide as the header; None when any line needs care."""
        text = "\n".join(lines)
        if not _is_decoded(text) or max(map(len, lines), default=0) > CHUNK_CHARACTERS:
            return None
        if any(line.count('"') % 2 for line in lines):
            return None
        try:
            rows = self._split(lines)
        except csv.Error:
            return None
        is_ordinary = all(lines) and len(rows) == len(lines)
        return rows if is_ordinary and all(len(row) == len(self.columns) for row in rows) else None

    def _parse_with_care(self, first_line: int, lines: list[str], is_last: bool) -> "_Parsed":
        """Row by row; a quoted field that may go on in the next chunk is left to it."""
        parsed = _Parsed()
        while (at := parsed.line_count) < len(lines):
            some = lines[at : at + LINES_IN_ONE_FIELD]
            count, row, reason = self._read_row(some)
            if count == UNCLOSED and not is_last and _may_go_on(some):
                break
            if reason:
                parsed.rejects.append(Reject(first_line + at, reason, lines[at][:TEXT_SHOWN]))
            elif row:
                parsed.numbers.append(first_line + at)
                parsed.rows.append(row)
            parsed.line_count += count or 1
        return parsed

    def _read_row(self, lines: list[str]) -> tuple[int, list[str], str | None]:
        """How many of the lines the first row takes, the row, and what is wrong with it.

        Lines that a stray quote tied to a wrong row are rows of their own.
        """
        if len(lines[0]) > CHUNK_CHARACTERS:
            return 1, [], f"line longer than {CHUNK_CHARACTERS:,} characters"
        if not lines[0].strip():
            return 1, [], None
        try:
            count, row = self._split_first(lines)
        except csv.Error as error:
            return 1, [], f"not CSV: {error}"
        if count == UNCLOSED:
            return count, [], _NEVER_CLOSED
        if len(row) != len(self.columns):
            wrong = f"{len(row)} fields where the header has {len(self.columns)}"
            return 1, [], _NEVER_CLOSED if count > 1 else wrong
        is_decoded = _is_decoded("".join(row))
        return count, row, None if is_decoded else f"bytes that are not {self.encoding}"

    def _split_first(self, lines: list[str]) -> tuple[int, list[str]]:
        if '"' not in lines[0]:
            return 1, lines[0].split(self.delimiter)
        reader = self._reader(f"{line}\n" for line in lines)
        try:
            row = next(reader)
        except csv.Error as error:
            if str(error) != "unexpected end of data":
                raise
            return UNCLOSED, []
        return reader.line_num, row


@dataclass(slots=True)
class _Parsed:
    """What came out of some lines, and how many of them were used up."""

    line_count: int = 0
    numbers: list[int] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


def _may_go_on(lines: list[str]) -> bool:
    return len(lines) < LINES_IN_ONE_FIELD and sum(map(len, lines)) < CHUNK_CHARACTERS


def _is_decoded(text: str) -> bool:
    """Whether every byte was of the encoding: the others have become lone surrogates."""
    if text.isascii():
        return True
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
