"""Lists of platform ids, one a line: what advertising cabinets and parsers exchange.

Both ways only digits and the characters of ids pass, so that no line can be anything else.
"""

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leaders.errors import LeadersError
from leaders.model import PlatformName, show_platform
from leaders.store import Store
from leaders.wording import counted

NATIVE_ID = r"^-?[A-Za-z0-9_][A-Za-z0-9_.:@/~-]{0,199}$"
_PREFIX = rf"^(?:{'|'.join(PlatformName)}):"


@dataclass(frozen=True, slots=True)
class Limits:
    """How many ids one list may have, and who says so."""

    minimum: int
    maximum: int
    source: str


LIMITS: dict[str, Limits] = {
    PlatformName.VK: Limits(2_000, 5_000_000, "VK Ads, lists of user ids; as noted in 2026"),
}
"""What platforms take; others are written in one file, however few."""
NO_LIMITS = Limits(1, 5_000_000, "no limit of this platform is known to leaders")


def limits_of(platform: str, minimum: int | None = None, maximum: int | None = None) -> Limits:
    """The limits of a platform; what is given replaces them."""
    known = LIMITS.get(platform, NO_LIMITS)
    low, high = minimum or known.minimum, maximum or known.maximum
    if low > high:
        raise LeadersError(f"A minimum of {low:,} is above the maximum of {high:,}; change one.")
    return Limits(low, high, known.source if (low, high) == _bounds(known) else "as asked for")


def _bounds(limits: Limits) -> tuple[int, int]:
    return limits.minimum, limits.maximum


def read_ids(store: Store, path: Path, platform: str | None) -> tuple[NDArray[np.int32], int]:
    """The account numbers that a file lists, ascending, and how many ids it has in all.

    Lines are full ids (``vk:123``), or native ones of ``platform``; ids that are not stored are in
    the second figure alone. Raises ``LeadersError`` for a file that is no such list.
    """
    try:
        lines = pl.Series("account_id", path.read_text(encoding="utf-8-sig").split("\n"), pl.String)
    except UnicodeDecodeError:
        raise LeadersError(f"{path} is not UTF-8 text; save it as a text file of ids.") from None
    except OSError as error:
        raise LeadersError(
            f"{path} cannot be read ({error.strerror}); put the file of ids there, one a line."
        ) from None
    ids = pl.DataFrame({"line": range(1, len(lines) + 1), "account_id": lines.str.strip_chars()})
    ids = ids.filter(pl.col("account_id") != "")
    wrong = ids.filter(~pl.col("account_id").str.contains(NATIVE_ID))
    if wrong.height:
        raise LeadersError(
            f"{path}: line {wrong['line'][0]} is no id; write one a line, without anything else"
            + (f" ({counted(wrong.height, 'line')} like it)." if wrong.height > 1 else ".")
        )
    is_full = ids["account_id"].str.contains(_PREFIX)
    if platform is None and not is_full.all():
        raise LeadersError(f"{path}: say of which platform its ids are, or write them as vk:123.")
    full = pl.when(is_full).then("account_id").otherwise(f"{platform}:" + pl.col("account_id"))
    unique = ids.select(full.alias("account_id"))["account_id"].unique()
    return find_ids(store, unique)["account_no"].to_numpy(), len(unique)


def find_ids(store: Store, account_ids: pl.Series) -> pl.DataFrame:
    """The accounts of some permanent ids that are stored: account_no, ascending, and account_id."""
    store.execute("audience/make_ids")
    store.append("asked_id", account_ids.to_frame("account_id"))
    return store.query("audience/of_ids")


def to_native(account_ids: Sequence[str]) -> tuple[list[str], int]:
    """The ids after the platform's name, and how many were left out for strange characters."""
    native = [account_id.partition(":")[2] for account_id in account_ids]
    kept = [it for it in native if re.fullmatch(NATIVE_ID, it)]
    return kept, len(native) - len(kept)


def write_ids(
    path: Path, ids: Sequence[str], platform: str, limits: Limits, *, is_forced: bool = False
) -> list[Path]:
    """Write ids one a line, in as many files as the maximum needs, of even size; returns paths.

    ``ids.txt`` becomes ``ids-1.txt``, ``ids-2.txt`` where one is not enough. All are written beside
    their places and renamed at the end. Raises ``LeadersError`` where a file would be below the
    minimum (unless ``is_forced``) or cannot be written; then nothing has changed.
    """
    if not ids:
        raise LeadersError(f"There is nobody to write to {path}: no one of {platform} is left.")
    files_count = ceil(len(ids) / limits.maximum)
    bounds = [round(len(ids) * part / files_count) for part in range(files_count + 1)]
    fewest = min(end - begin for begin, end in pairwise(bounds))
    if fewest < limits.minimum and not is_forced:
        raise LeadersError(
            f"{counted(fewest, 'id')} in a list of {show_platform(platform)} is fewer than the "
            f"minimum of {limits.minimum:,} ({limits.source}): ask for less in [audience], "
            "or write the list all the same with --force."
        )
    paths = [path] if files_count == 1 else [_numbered(path, n + 1) for n in range(files_count)]
    pieces = (ids[begin:end] for begin, end in pairwise(bounds))
    _write(dict(zip(paths, pieces, strict=True)))
    return paths


def find_stale(path: Path, written: Sequence[Path]) -> list[Path]:
    """Files of the same name that an earlier run wrote and this one did not."""
    pattern = re.compile(rf"{re.escape(path.stem)}(-[1-9]\d*)?{re.escape(path.suffix)}")
    there = path.parent.iterdir()
    return sorted(it for it in there if pattern.fullmatch(it.name) and it not in written)


def _numbered(path: Path, number: int) -> Path:
    return path.with_name(f"{path.stem}-{number}{path.suffix}")


def _write(pieces: dict[Path, Sequence[str]]) -> None:
    parts = {path: path.with_name(f".{path.name}.{os.getpid()}.part") for path in pieces}
    try:
        for path, ids in pieces.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            parts[path].write_text("\n".join(ids) + "\n", encoding="ascii", newline="\n")
        for path, part in parts.items():
            part.replace(path)
    except OSError as error:
        raise LeadersError(
            f"{next(iter(pieces))} cannot be written ({error.strerror or error}); free disk space "
            "or name another file with --out."
        ) from error
    finally:
        for part in parts.values():
            with suppress(OSError):
                part.unlink(missing_ok=True)
