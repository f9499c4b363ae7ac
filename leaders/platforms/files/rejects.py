"""The rows of a file that could not be read, written down for the person to look at."""

import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO
from zlib import crc32

from leaders.platforms.files.rows import Reject

LONGEST_NAME = 100
"""Bytes of the source's name: file systems take 255 for the whole, and Cyrillic letters are two."""


class RejectsFile:
    """A text file of line number, reason and text, made when the first row is rejected.

    It is written beside and renamed when the import succeeds, so that ``path`` is None or a
    complete file. Text files, because nothing in a rejected row may run in a spreadsheet.
    """

    def __init__(self, folder: Path, dataset: str, source: Path) -> None:
        where = crc32(os.fsencode(source.resolve()))  # files of one name in two folders
        name = os.fsencode(source.name)[:LONGEST_NAME].decode(errors="ignore")
        self._target = folder / f"{dataset}-{name}-{where:08x}.txt"
        self._beside = self._target.with_suffix(f".{os.getpid()}.tmp")
        self._file: TextIO | None = None
        self.path: Path | None = None

    def __enter__(self) -> Self:
        return self

    def write(self, rejects: Sequence[Reject]) -> None:
        """Add rows."""
        if not rejects:
            return
        if self._file is None:
            self._target.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._beside.open("w", encoding="utf-8", errors="backslashreplace")
        for reject in rejects:
            self._file.write(f"line {reject.line}: {reject.reason}: {_one_line(reject.text)}\n")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._file is None:
            return
        self._file.close()
        if kind is None:
            self._beside.replace(self._target)
            self.path = self._target
        else:
            self._beside.unlink(missing_ok=True)


def _one_line(text: str) -> str:
    return "".join(
        character if character.isprintable() else repr(character)[1:-1] for character in text
    )
