"""JSON and JSON lines. Numbers are read as text, so that an 18-digit id never becomes a float."""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from leaders.errors import LeadersError
from leaders.platforms.files.encoding import detect_encoding, open_text
from leaders.platforms.files.rows import BATCH_ROWS, TEXT_SHOWN, Batch, Reject, make_frame

LINE_CHARACTERS = 1 << 22
_MARKED = re.compile("[\udc00-\udcff]")
_DECODE = json.JSONDecoder(parse_int=str, parse_float=str)


class JsonReader:
    """An array of objects, or one object a line."""

    is_undirected = False

    def __init__(self, path: Path) -> None:
        self.path = path
        self.encoding = detect_encoding(path)
        self.is_lines = self._first_character() != "["
        self.columns = sorted(
            {
                key
                for _, row in islice(self._objects(), 1000)
                if isinstance(row, dict)
                for key in row
            }
        )
        if not self.columns:
            raise LeadersError(
                f"{path} holds no JSON objects; give an array of objects or one a line."
            )
        self.said = [
            f"read as {'JSON lines' if self.is_lines else 'a JSON array'}, {self.encoding}"
        ]

    def _first_character(self) -> str:
        with open_text(self.path, self.encoding) as file:
            return file.read(1024).lstrip()[:1]

    def _objects(self) -> Iterator[tuple[int, Any]]:
        """Line (or place in the array, from 1) and value; a ``Reject`` where it is no JSON."""
        with open_text(self.path, self.encoding) as file:
            if self.is_lines:
                yield from self._lines(file)
                return
            try:
                rows = _DECODE.decode(file.read().strip())
            except (ValueError, RecursionError) as error:
                raise LeadersError(
                    f"{self.path} is not JSON: {error}. Nothing was taken in; mend the file "
                    "or give one object a line, where a broken line costs only itself."
                ) from None
        yield from enumerate(rows, start=1)

    def _lines(self, file: Any) -> Iterator[tuple[int, Any]]:
        line_no = 0
        while line := file.readline(LINE_CHARACTERS):
            line_no += 1
            if not line.endswith("\n") and len(line) == LINE_CHARACTERS:
                while (more := file.readline(LINE_CHARACTERS)) and not more.endswith("\n"):
                    pass
                reason = f"line longer than {LINE_CHARACTERS:,} characters"
                yield line_no, Reject(line_no, reason, line[:TEXT_SHOWN])
            elif line.strip():
                try:
                    yield line_no, _DECODE.decode(line.strip())
                except (ValueError, RecursionError) as error:
                    yield line_no, Reject(line_no, f"not JSON: {error}", line[:TEXT_SHOWN])

    def batches(self, wanted: Sequence[str]) -> Iterator[Batch]:
        """All objects; a key that an object lacks is null."""
        objects = self._objects()
        while some := list(islice(objects, BATCH_ROWS)):
            lines, rows, rejects = [], [], []
            for line, value in some:
                if isinstance(value, Reject):
                    rejects.append(value)
                elif not isinstance(value, dict):
                    rejects.append(Reject(line, "not an object", str(value)[:TEXT_SHOWN]))
                else:
                    texts = [_as_text(value.get(key)) for key in wanted]
                    if any(text and _MARKED.search(text) for text in texts):
                        reason = f"bytes that are not {self.encoding}"
                        rejects.append(Reject(line, reason, str(value)[:TEXT_SHOWN]))
                        continue
                    lines.append(line)
                    rows.append([text and _storable(text) for text in texts])
            yield Batch(make_frame(wanted, lines, rows), tuple(rejects))


def _as_text(value: Any) -> str | None:
    if value is None or isinstance(value, list | dict):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _storable(text: str) -> str:
    """Text without half characters (a name that was cut within one), which no store holds."""
    return text if text.isascii() else text.encode("utf-8", errors="replace").decode("utf-8")
