"""Which characters the bytes of a text file stand for."""

import codecs
import re
import unicodedata
from pathlib import Path
from typing import TextIO

from leaders.errors import LeadersError

CHUNK_BYTES = 1 << 22
SAMPLE_BYTES = 1 << 16
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r"))
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
    for encoding in ("utf-16-le", "utf-16-be"):
        if _is_utf16(start, encoding):
            return encoding
    if len(start) - len(start.translate(None, _CONTROLS)) > max(8, len(start) // 100):
        raise LeadersError(
            f"{path} is a binary file; name a CSV, Parquet, JSON, GEXF or GraphML file."
        )
    good, bad = _count_utf8(path)
    return "utf-8" if good >= bad else _detect_windows(_lines_beyond_ascii(path))


def open_text(path: Path, encoding: str) -> TextIO:
    """A file as text with its lines ended by a line feed.

    Each byte that is not of the encoding becomes a lone surrogate, U+DC00 and the byte, by which
    its row is known and rejected.
    """
    return path.open(encoding=encoding, errors="leaders.mark", newline=None)


def _mark(error: UnicodeError) -> tuple[str, int]:
    """What Python's surrogateescape does, for bytes below 80 too: UTF-16 may break off at one."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(0xDC00 + byte) for byte in error.object[error.start : error.end]), error.end


codecs.register_error("leaders.mark", _mark)


def _is_utf16(start: bytes, encoding: str) -> bool:
    """UTF-16 without a mark: its line feeds are 0A 00 or 00 0A, and it decodes to characters."""
    if b"\0" not in start:
        return False
    text = start[: len(start) // 2 * 2].decode(encoding, errors="ignore")
    odd = sum(unicodedata.category(c) in ("Cc", "Cn") and not c.isspace() for c in text)
    return odd * 100 <= len(text) and text.count("\n") * 2 > start.count(b"\n")


def _detect_windows(sample: bytes) -> str:
    """Cyrillic words are runs of bytes beyond ASCII; Western letters with accents stand alone."""
    runs = [len(run) for run in re.findall(rb"[\xa8\xb8\xc0-\xff]+", sample)]
    return "cp1251" if sum(run for run in runs if run > 1) * 2 > sum(runs) else "cp1252"


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
