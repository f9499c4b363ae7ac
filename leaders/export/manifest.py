"""The files of one export, written whole or not at all, and the manifest that vouches for them."""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from leaders.errors import LeadersError
from leaders.export.shortlist import Shortlist
from leaders.export.text import dump_json


@dataclass(frozen=True, slots=True)
class File:
    """A file to be: its name, its bytes, and how many accounts it lists."""

    name: str
    content: bytes
    rows: int


def to_manifest(shortlist: Shortlist, files: Sequence[File]) -> File:
    """``manifest.json``: the ranking's identity, the notes, and the SHA-256 of each file."""
    document = {
        "niche": shortlist.niche,
        "title": shortlist.title,
        "identity": shortlist.identity,
        "notes": shortlist.notes,
        "files": [
            {
                "name": file.name,
                "sha256": sha256(file.content).hexdigest(),
                "bytes": len(file.content),
                "rows": file.rows,
            }
            for file in files
        ],
    }
    return File("manifest.json", dump_json(document), shortlist.rows)


def write_files(files: Sequence[File], folder: Path) -> list[Path]:
    """Write every file beside its place, then rename them in order; returns their paths.

    A full disk is met before the first old file is replaced. Raises ``LeadersError`` when the
    folder cannot be written; what was there before is then still whole.
    """
    paths = [folder / file.name for file in files]
    parts = [folder / f".{file.name}.{os.getpid()}.part" for file in files]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, part in zip(files, parts, strict=True):
            part.write_bytes(file.content)
        for part, path in zip(parts, paths, strict=True):
            part.replace(path)
    except OSError as error:
        raise LeadersError(
            f"The export to {folder} failed ({error.strerror or error}): free disk space, close "
            "its files in other programs, or choose a folder that you may write to, and export "
            "again; no file was left half-written."
        ) from error
    finally:
        for part in parts:
            with suppress(OSError):
                part.unlink(missing_ok=True)
    return paths
