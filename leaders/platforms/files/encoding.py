"""Which characters the bytes of a text file stand for."""

import codecs
from pathlib import Path

from charset_normalizer import from_bytes

from leaders.errors import LeadersError

CHUNK_BYTES = 1 << 22
SAMPLE_BYTES = 1 << 16
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_BINARY = {
    b"PK\x03\x04": "a zip or spreadsheet file; save the sheet as CSV",
    b"\x1f\x8b": "packed with gzip; unpack it",
    b"PAR1": "a Parquet file; give it the ending .parquet",
    b"%PDF": "a PDF; save the table as CSV",
    b"\x89PNG": "a picture; name a table",
}


def detect_encoding(path: Path) -> str:
    """UTF-8 with or without mark, UTF-16, Windows-1251 or Windows-1252.

    A file that is UTF-8 but for a few bytes stays UTF-8, so that only those rows are rejected.
    Raises ``LeadersError`` for an empty or a binary file.
    """
    with path.open("rb") as file:
        start = file.read(SAMPLE_BYTES)
    if not start.strip():
        raise LeadersError(f"{path} is empty; name a file with a header line and rows.")
    for mark, encoding in _MARKS.items():
        if start.startswith(mark):
            return encoding
    for magic, what in _BINARY.items():
        if start.startswith(magic):
            raise LeadersError(f"{path} is {what}, then import that.")
    if start.count(0) > max(8, len(start) // 100):
        return _detect_utf16(start, path)
    good, bad = _count_utf8(path)
    if good >= bad:
        return "utf-8"
    guess = from_bytes(_lines_beyond_ascii(path), cp_isolation=["cp1251", "cp1252"]).best()
    return guess.encoding if guess else "cp1252"


def _detect_utf16(start: bytes, path: Path) -> str:
    """UTF-16 without a mark has its zero bytes on one side: a comma is 2C 00 or 00 2C."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if min(even, odd) * 10 < max(even, odd) and max(even, odd) * 20 > len(start):
        return "utf-16-le" if odd > even else "utf-16-be"
    raise LeadersError(f"{path} is a binary file; name a CSV, Parquet, JSON, GEXF or GraphML file.")


def _count_utf8(path: Path) -> tuple[int, int]:
    """How many characters beyond ASCII are good UTF-8, and how many bytes are not."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="surrogateescape")
    good = bad = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            text = decoder.decode(chunk)
            if not text.isascii():
                wrong = sum(map(_is_escaped, text))
                bad += wrong
                good += sum(character > "\x7f" for character in text) - wrong
    return good, bad + len(decoder.getstate()[0])


def _is_escaped(character: str) -> bool:
    return "\udc80" <= character <= "\udcff"


def _lines_beyond_ascii(path: Path) -> bytes:
    sample = bytearray()
    with path.open("rb") as file:
        while (line := file.readline(SAMPLE_BYTES)) and len(sample) < SAMPLE_BYTES:
            if not line.isascii():
                sample += line
    return bytes(sample)
