"""The files of one export, written whole or not at all, and the manifest that vouches for them."""

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PureWindowsPath

from leaders.errors import LeadersError
from leaders.export.shortlist import Shortlist
from leaders.export.text import dump_json

MANIFEST = "manifest.json"


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
                "sha256": _digest(file.content),
                "bytes": len(file.content),
                "rows": file.rows,
            }
            for file in files
        ],
    }
    return File(MANIFEST, dump_json(document), shortlist.rows)


def read_earlier(
    shortlist: Shortlist, files: Sequence[File], folder: Path
) -> tuple[list[File], list[Path]]:
    """What else the manifest in the folder lists: files of this ranking, and paths of another's.

    Files that are no longer what it vouches for are in neither; a manifest that is broken or
    not ours lists nothing, and names outside the folder do not count.
    """
    try:
        told = json.loads((folder / MANIFEST).read_bytes())
        is_same = told["identity"] == shortlist.identity
        entries = {str(entry["name"]): entry for entry in told["files"]}
        written = {MANIFEST, *(file.name for file in files)}
        paths = [
            folder / name
            for name in entries
            # The stricter rule on every system: no slash of either kind and no drive.
            if name not in written and PureWindowsPath(name).name == name
        ]
        paths = [path for path in paths if path.is_file()]
        if not is_same:
            return [], paths
        kept = [
            File(path.name, path.read_bytes(), int(entries[path.name]["rows"])) for path in paths
        ]
        return [file for file in kept if entries[file.name]["sha256"] == _digest(file.content)], []
    except (OSError, ValueError, LookupError, TypeError, OverflowError, RecursionError):
        return [], []


def write_files(files: Sequence[File], folder: Path, stale: Sequence[Path] = ()) -> list[Path]:
    """Write every file beside its place, remove the stale, then rename in order; returns paths.

    A full disk is met before the first old file is replaced. Raises ``LeadersError`` when the
    folder cannot be written; what is there is then still whole.
    """
    paths = [folder / file.name for file in files]
    parts = [folder / f".{file.name}.{os.getpid()}.part" for file in files]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, part in zip(files, parts, strict=True):
            part.write_bytes(file.content)
        for path in stale:
            path.unlink(missing_ok=True)
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


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
