"""Deleting an account everywhere, and saying what could not be reached."""

import html
import re
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from leaders.errors import LeadersError
from leaders.export.page.blob import read_packed
from leaders.export.text import dump_json
from leaders.model import PlatformName
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.accounts import find_accounts
from leaders.store.staging import rebuild_edges
from leaders.store.suppression import delete_account, suppress

# A rejected row spells its tabs and invisible characters \t, \xa0 and \u200b: no part of an id.
_NO_ID_BEFORE = r"(?:(?<![\w.-])|(?<=\\[tnr])|(?<=\\x[\da-f]{2})|(?<=\\u[\da-f]{4}))"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What forgetting did, and which files written earlier still name the account."""

    account_id: str
    was_known: bool
    niches: list[str]
    copies_removed: list[Path]
    files_left: list[Path]


def forget(workspace: Workspace, text: str, *, never_again_at: datetime | None = None) -> Forgotten:
    """Delete an account everywhere; with ``never_again_at`` suppress it from then on.

    The store is rewritten, so that the file keeps nothing, and older copies of it are removed.
    Raises ``LeadersError`` when nobody or several are meant.
    """
    with Store(workspace, must_exist=never_again_at is None) as store:
        account_no, account_id = _find_one(store, text, may_be_unknown=never_again_at is not None)
        niches: list[str] = []
        with store.transaction():
            if never_again_at is not None:
                suppress(store, account_id, never_again_at)
            store.execute("forget/contact", account_id=account_id)
            store.execute("forget/fact_contact", account_id=account_id)
            if account_no is not None:
                niches = store.query("forget/niches", account_no=account_no)["niche"].to_list()
                delete_account(store, account_no)
                rebuild_edges(store)
        store.rewrite()
    copies = remove_copies(workspace)
    files = _files_with(workspace, account_id)
    return Forgotten(account_id, account_no is not None, niches, copies, files)


def remove_copies(workspace: Workspace) -> list[Path]:
    """Remove older copies of the store, which keep what is deleted from it; returns which."""
    copies = sorted(workspace.database.parent.glob(f"{workspace.database.name}.before-*"))
    for copy in copies:
        copy.unlink()
    return copies


def _find_one(store: Store, text: str, *, may_be_unknown: bool) -> tuple[int | None, str]:
    found = find_accounts(store, text)
    exact = [account for account in found if account[1] == text]
    if exact or len(found) == 1:
        return (exact or found)[0]
    if found:
        ids = ", ".join(account_id for _, account_id in found)
        raise LeadersError(f"{text} may be any of {ids}; say which by its full id.")
    is_full = _is_full(text)
    if is_full and (may_be_unknown or store.value("forget/is_contact", account_id=text)):
        return None, text
    hint = (
        "; an account that was never seen needs its full id, platform:id "
        "(for files: files:dataset/id)"
    ) * may_be_unknown
    raise LeadersError(f"No account {text} is stored; check the spelling{hint}.")


def _is_full(text: str) -> bool:
    platform, _, native_id = text.partition(":")
    parts = native_id.partition("/")[::2] if platform == PlatformName.FILES else (native_id,)
    return platform in list(PlatformName) and all(part.strip() for part in parts)


def _files_with(workspace: Workspace, account_id: str) -> list[Path]:
    """Exports and rejected rows that name the account: they are the user's, to delete or not."""
    platform, _, native_id = account_id.partition(":")
    dataset = ""  # rejected rows of any data set may be of a platform
    if platform == PlatformName.FILES:
        dataset, _, native_id = native_id.partition("/")
    # An id that goes on with : or / is another one, but a rejected row may hold a link.
    full, native = _spell(account_id, joints="-.:/@"), _spell(native_id, joints="-.")
    exports = [path for path in workspace.exports.rglob("*") if _names(path, full)]
    rejects = [
        path
        for path in workspace.rejects.glob("*.txt")
        if path.name.startswith(f"{dataset}-" if dataset else "") and _names(path, native)
    ]
    return sorted([*exports, *rejects])


def _spell(wanted: str, joints: str) -> re.Pattern[str]:
    """Matches an id however a writer escaped it, but no longer id that it is a part of."""
    spelt = []
    for character in wanted:
        ways = {
            character,
            dump_json(character).decode()[1:-2],
            html.escape(character),
            character.replace('"', '""'),  # CSV
            f"\\{character}",  # Markdown
            repr(character)[1:-1],  # rejected rows
        }
        spelt.append(f"(?:{'|'.join(map(re.escape, sorted(ways)))})")
    return re.compile(f"{_NO_ID_BEFORE}{''.join(spelt)}(?![{re.escape(joints)}]*\\w)")


def _names(path: Path, wanted: re.Pattern[str]) -> bool:
    """Whether a file holds the id; what cannot be read is one to look at."""
    if not path.is_file():
        return False
    if path.suffix == ".pdf":
        return True  # it shows names alone, as strokes: a person has to look
    try:
        return any(wanted.search(part.decode(errors="replace")) for part in _read_parts(path))
    except Exception:  # anyone may put a broken file there, and the account is deleted by now
        return True


def _read_parts(path: Path) -> list[bytes]:
    """What is compressed in a file, or the file; of rejected rows what follows the line number."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return [book.read(name) for name in book.namelist()]
    if path.suffix == ".parquet":
        import polars as pl  # noqa: PLC0415 (rarely needed)

        return ["\n".join(pl.read_parquet(path, columns=["account_id"])["account_id"]).encode()]
    content = path.read_bytes()
    if path.suffix == ".html":
        return [content, *read_packed(content)]
    return [re.sub(rb"(?m)^line \d+: ", b"", content) if path.suffix == ".txt" else content]
