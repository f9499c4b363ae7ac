"""A workspace in one file, and back: the store, the niche files and a list of their digests.

The key of the suppress list is not in it: whoever has both can tell who asked not to be listed. So
it is kept elsewhere, and put back by hand.
"""

import hashlib
import json
import re
import shutil
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from leaders.errors import LeadersError
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.staging import rebuild_edges
from leaders.store.suppression import delete_account, find_suppressed

FORMAT = 1
MANIFEST = "manifest.json"
STORE = "leaders.duckdb"
LARGEST_TEXT = 1 << 20
"""Bytes that a niche file, or the manifest, may have."""
_NICHE = re.compile(r"niches/[A-Za-z0-9][A-Za-z0-9_.-]{0,62}\.toml")
_CHUNK = 1 << 20
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""When members of the archive were made: a zip must say something, and this says nothing."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, and what was kept of the store and niche files that were there.

    suppressed: how many were deleted again. lacks_key: the suppress list cannot be read without
    its key, which a person has to put back.
    """

    niches: list[str]
    kept: list[Path]
    suppressed: int
    lacks_key: bool


def back_up(workspace: Workspace, target: Path, now: datetime) -> list[str]:
    """Write one file with the store and the niche files; returns the names of its members.

    It is written beside and renamed. Raises ``LeadersError`` when there is no store, or when the
    file cannot be written.
    """
    with _told(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
            copy = Path(folder) / STORE
            with Store(workspace, must_exist=True) as store:
                store.copy_to(copy)
            files = {STORE: copy, **_niche_files(workspace)}
            part = Path(folder) / "part.zip"
            _write(part, files, now)
            part.replace(target)
    return sorted(files)


def restore(workspace: Workspace, source: Path, *, force: bool = False) -> Restored:
    """Put a backup's store and niche files into a workspace.

    Whoever the workspace has suppressed since stays so. Everything is checked before anything is
    replaced; the store that was there is kept beside. Raises ``LeadersError`` for a file that is no
    backup, is damaged or is of a newer version, and where there is data already without ``force``.
    """
    is_there = workspace.database.exists()
    if is_there and not force:
        raise LeadersError(
            f"{workspace.root} has data already; name an empty --workspace, or replace it with "
            "--force (the store that is there is kept beside)."
        )
    with _told(source):
        workspace.database.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            dir=workspace.database.parent, prefix=".restore-"
        ) as folder:
            fresh = Workspace(Path(folder))
            with _told(source, *_DAMAGE):
                _unpack(source, fresh)
            _check_store(fresh, source)
            suppressed = _carry_suppressions(workspace, fresh) if is_there else 0
            return _put(workspace, fresh, suppressed)


_DAMAGE = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError,
    struct.error, KeyError,
)  # fmt: skip
"""What the reader of archives raises for bytes that mean nothing, or a password."""


@contextmanager
def _told(path: Path, *damage: type[Exception]) -> Iterator[None]:
    """Say in one sentence what was wrong with a file."""
    try:
        yield
    except damage:
        raise LeadersError(f"{path} is no backup of leaders, or is damaged.") from None
    except OSError as error:
        raise LeadersError(
            f"{error.filename or path} cannot be used: {error.strerror or error}."
        ) from None


def _niche_files(workspace: Workspace) -> dict[str, Path]:
    named = {f"niches/{path.name}": path for path in sorted(workspace.niches.glob("*.toml"))}
    return {name: path for name, path in named.items() if _NICHE.fullmatch(name)}


def _write(part: Path, files: dict[str, Path], now: datetime) -> None:
    told: dict[str, dict[str, Any]] = {}
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, path in files.items():
            with (
                path.open("rb") as content,
                archive.open(_member(name), "w", force_zip64=True) as to,
            ):
                digest, size = _copy(content, to, path.stat().st_size)  # type: ignore[arg-type]
            told[name] = {"sha256": digest, "bytes": size}
        manifest = {"leaders_backup": FORMAT, "made_at": now.isoformat(), "files": told}
        archive.writestr(_member(MANIFEST), json.dumps(manifest, indent=2))


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _EPOCH)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o600 << 16
    return member


def _copy(content: BinaryIO, to: BinaryIO, most: int) -> tuple[str, int]:
    """Copy, and say the digest and the bytes; more than ``most`` is damage."""
    digest, size = hashlib.sha256(), 0
    while chunk := content.read(_CHUNK):
        size += len(chunk)
        if size > most:
            raise zipfile.BadZipFile
        digest.update(chunk)
        to.write(chunk)
    return digest.hexdigest(), size


def _unpack(source: Path, fresh: Workspace) -> None:
    """Unpack what the manifest names, no more and no less, where its own names say."""
    fresh.niches.mkdir(parents=True)
    with zipfile.ZipFile(source) as archive:
        told = _read_manifest(archive, source)
        names = archive.namelist()
        if sorted(names) != sorted([MANIFEST, *told]):
            raise LeadersError(f"{source} is damaged: it does not hold what it lists.")
        for name, (digest, size) in told.items():
            is_store = name == STORE
            target = fresh.database if is_store else fresh.niches / name.removeprefix("niches/")
            if not is_store and size > LARGEST_TEXT:
                raise LeadersError(f"{source} is damaged: {name} is too large.")
            with archive.open(name) as content, target.open("xb") as to:
                found = _copy(content, to, size)  # type: ignore[arg-type]
            if found != (digest, size):
                raise LeadersError(
                    f"{source} is damaged: {name} has not the digest it should have."
                )


def _read_manifest(archive: zipfile.ZipFile, source: Path) -> dict[str, tuple[str, int]]:
    """The digest and the bytes of each file; every name is one that we would have written."""
    try:
        if archive.getinfo(MANIFEST).file_size > LARGEST_TEXT:
            raise ValueError
        with archive.open(MANIFEST) as content:
            told = json.loads(content.read(LARGEST_TEXT + 1))
        version, files = told["leaders_backup"], told["files"]
        found = {name: (str(it["sha256"]), int(it["bytes"])) for name, it in files.items()}
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError):
        raise zipfile.BadZipFile from None
    if version != FORMAT:
        raise LeadersError(f"{source} was written by a newer version of leaders; upgrade leaders.")
    if strange := sorted(name for name in found if name != STORE and not _NICHE.fullmatch(name)):
        raise LeadersError(
            f"{source} names {strange[0]!r}, which no backup holds; nothing was unpacked."
        )
    if STORE not in found:
        raise LeadersError(f"{source} is damaged: it has no store.")
    return found


def _check_store(fresh: Workspace, source: Path) -> None:
    """Open it: a newer schema, or what is no store, is refused; an older one is brought up."""
    try:
        with Store(fresh, must_exist=True):
            pass
    except LeadersError as error:
        said = str(error).replace(str(fresh.database), "its store")
        raise LeadersError(f"{source} cannot be restored: {said}") from None


def _carry_suppressions(workspace: Workspace, fresh: Workspace) -> int:
    """Whoever asked not to be listed since the backup is deleted from it; returns how many."""
    with Store(workspace) as store:
        listed = store.query("suppression/listed")
    if listed.is_empty():
        return 0
    with Store(fresh) as store:
        with store.transaction():
            known = set(store.query("suppression/hashes")["account_hash"])
            store.append("suppressed", listed.filter(~listed["account_hash"].is_in(list(known))))
        numbers = dict(store.query("suppression/accounts").iter_rows())
        _lend_key(workspace, fresh)
        found = find_suppressed(store, numbers)
        with store.transaction():
            for account_id in sorted(found):
                store.execute("forget/contact", account_id=account_id)
                store.execute("forget/fact_contact", account_id=account_id)
                delete_account(store, numbers[account_id])
            rebuild_edges(store)
        if found:
            store.rewrite()
    return len(found)


def _lend_key(workspace: Workspace, fresh: Workspace) -> None:
    if workspace.suppression_key.exists():
        shutil.copyfile(workspace.suppression_key, fresh.suppression_key)
        fresh.suppression_key.chmod(0o600)


def _put(workspace: Workspace, fresh: Workspace, suppressed: int) -> Restored:
    with Store(fresh) as store:
        has_list = bool(store.value("suppression/count"))
    workspace.niches.mkdir(parents=True, exist_ok=True)
    niches = sorted(fresh.niches.glob("*.toml"))
    pairs = [(fresh.database, workspace.database)]
    pairs += [(niche, workspace.niches / niche.name) for niche in niches]
    kept = [aside for new, old in pairs if (aside := _put_aside(old, new))]
    workspace.database.with_name(f"{workspace.database.name}.wal").unlink(missing_ok=True)
    for new, old in pairs:
        new.replace(old)
    lacks_key = has_list and not workspace.suppression_key.exists()
    return Restored([niche.stem for niche in niches], kept, suppressed, lacks_key)


def _put_aside(old: Path, new: Path) -> Path | None:
    """Keep a file that another one replaces, unless they are the same."""
    if not old.exists():
        return None
    if old.suffix == ".toml" and old.read_bytes() == new.read_bytes():
        return None
    aside = old.with_name(f"{old.name}.before-restore")
    old.replace(aside)
    return aside
