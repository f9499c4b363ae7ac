"""The lists in a download of one's own data from Instagram and Facebook, which are JSON."""

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from leaders.errors import LeadersError
from leaders.platforms.files.rows import BATCH_ROWS, Batch, Reject, make_frame
from leaders.platforms.parsing import dig, dig_rows

LARGEST_BYTES = 1 << 28
COLUMNS = ["account", "name", "at"]
_HEAD_BYTES = 4096
_ENTRY = "string_list_data"
FOLLOWERS = "followers"
"""What the list without a name is: followers_1.json is one array."""


def find_list(path: Path, known: Sequence[str]) -> str | None:
    """Which of the known lists a file of JSON holds; None where it holds none of them."""
    if path.suffix.lower() != ".json" or path.stat().st_size > LARGEST_BYTES:
        return None
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if not any(name.encode() in head for name in (*known, _ENTRY)):
        return None  # a file may be large, and is read to its end below
    try:
        told = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    if isinstance(told, list):
        is_own = bool(told) and all(dig_rows(row, _ENTRY) for row in told[:10])
        return FOLLOWERS if is_own and FOLLOWERS in known else None
    return next((name for name in known if isinstance(dig(told, name), list)), None)


class OwnListReader:
    """Rows of account (an address or a handle), name and moment; the line is the place, from 1."""

    is_undirected = False

    def __init__(self, path: Path, name: str) -> None:
        self.columns = COLUMNS
        self.said = [f"read as the list {name} of a download of one's own data"]
        told = json.loads(path.read_text(encoding="utf-8-sig"))
        rows = told if isinstance(told, list) else told.get(name)
        if not isinstance(rows, list):
            raise LeadersError(f"{path} has no list {name}; name the file as it was downloaded.")
        self._rows = rows

    def batches(self, wanted: Sequence[str]) -> Iterator[Batch]:
        """All rows; one without an address or a handle is a reject."""
        numbered = enumerate(self._rows, start=1)
        while some := list(islice(numbered, BATCH_ROWS)):
            good, rejects = [], []
            for line, row in some:
                cells = _read(row)
                if cells["account"]:
                    good.append((line, [cells[name] for name in wanted]))
                else:
                    reason = "names no account: neither an address nor a handle"
                    rejects.append(Reject(line, reason, cells["name"] or ""))
            frame = make_frame(wanted, [line for line, _ in good], [cells for _, cells in good])
            yield Batch(frame, tuple(rejects))


def _read(row: Any) -> dict[str, str | None]:
    strings = dig_rows(row, _ENTRY)
    said = strings[0] if strings else row
    account = (
        _text(dig(said, "href")) or _text(dig(said, "value")) or _text(dig(row, "url"))
        or (_text(dig(row, "title")) if strings else None)
    )  # fmt: skip
    at = dig(said, "timestamp")
    return {
        "account": account,
        "name": _mend(_text(dig(row, "name")) or _text(dig(row, "title"))),
        "at": str(at) if isinstance(at, int) and not isinstance(at, bool) else None,
    }


def _text(value: object) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return None
    return value.encode("utf-8", errors="replace").decode("utf-8")


def _mend(text: str | None) -> str | None:
    """These downloads write each byte of UTF-8 as a character of its own: Ã¤ for ä."""
    if text is None:
        return None
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
