"""A JSON file of any size, read piece by piece: only the value at hand is in memory."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from leaders.errors import LeadersError

CHUNK_CHARACTERS = 1 << 20
MOST_CHARACTERS = 1 << 26
"""Of one value: beyond it a file is broken, and nobody wants to read it to its end to know."""
LONGEST_CUT = 3
"""1e+ may be the begin of 1e+5: what follows the 1 is shorter."""
_SPACE = re.compile(r"[ \t\r\n]*")
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|.)", re.DOTALL)


class JsonStream:
    r"""Reads a text from its start: look with ``peek``, go in with ``fields`` and ``elements``.

    Whoever iterates those reads what stands at each key and element, before the next. Two slips
    of careless writers are forgiven: \xHH for a control character, and one that is not escaped.
    All but ``peek`` raise ``LeadersError`` where the text is no JSON or ends too early.
    """

    def __init__(self, file: TextIO, path: Path) -> None:
        self._file = file
        self._path = path
        self._text = ""
        self._place = 0
        self._left_behind = 0

    def peek(self) -> str:
        """The next character that is no space; empty at the end."""
        while True:
            space = _SPACE.match(self._text, self._place)
            assert space
            self._place = space.end()
            if self._place < len(self._text):
                return self._text[self._place]
            if not self._read_on():
                return ""

    def fields(self) -> Iterator[str]:
        """The keys of the object that begins here, each before its value."""
        self._pass("{")
        for _ in self._members("}"):
            key = self.value()
            if not isinstance(key, str):
                raise self._broken()
            self._pass(":")
            yield key

    def elements(self) -> Iterator[None]:
        """Stops at each element of the array that begins here."""
        self._pass("[")
        yield from self._members("]")

    def value(self) -> Any:
        """The value that begins here; a whole number of absurd length is None."""
        self.peek()
        while True:
            try:
                value, end = _DECODE.raw_decode(self._text, self._place)
            except RecursionError:
                raise self._broken() from None
            except ValueError:
                if self._mend() or self._read_on():
                    continue
                raise self._broken() from None
            if len(self._text) - end < LONGEST_CUT and self._read_on():
                continue  # a number may go on
            self._place = end
            return value

    def _members(self, end: str) -> Iterator[None]:
        if self.peek() == end:
            self._place += 1
            return
        yield
        while self.peek() != end:
            self._pass(",")
            yield
        self._place += 1

    def _pass(self, expected: str) -> None:
        if self.peek() != expected:
            raise self._broken()
        self._place += 1

    def _read_on(self) -> bool:
        """Read more behind what is left, as much again: so a long value is not tried too often."""
        left = len(self._text) - self._place
        if left > MOST_CHARACTERS:
            return False
        more = self._file.read(max(CHUNK_CHARACTERS, left))
        if more:
            self._replace(self._text[self._place :] + more)
        return bool(more)

    def _mend(self) -> bool:
        rest = self._text[self._place :]
        mended = _ESCAPE.sub(_respell, rest) if "\\x" in rest else rest
        if mended == rest:
            return False
        self._replace(mended)
        return True

    def _replace(self, text: str) -> None:
        self._left_behind += self._place
        self._text, self._place = text, 0

    def _broken(self) -> LeadersError:
        place = self._left_behind + self._place
        return LeadersError(
            f"{self._path} breaks off or is damaged near character {place:,}; nothing was taken "
            "in. Copy it again, or export it again to its end."
        )


def _respell(escape: re.Match[str]) -> str:
    return f"\\u00{escape[1]}" if escape[1] else escape[0]


def _read_whole(digits: str) -> int | None:
    return int(digits) if len(digits) < 20 else None


_DECODE = json.JSONDecoder(strict=False, parse_int=_read_whole)
