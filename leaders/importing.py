"""Taking files in: tables of who follows whom, exports of other tools, exported chats."""

import re
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leaders.errors import LeadersError
from leaders.model import PlatformName
from leaders.niche import load_niche
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.imports import ImportReport, ImportRequest, import_file

if TYPE_CHECKING:
    from leaders.platforms.files.export_rows import Export

Progress = Callable[[int], None]


def _ignore(rows: int) -> None:
    """Progress that nobody watches."""


def import_path(
    workspace: Workspace,
    path: Path,
    shape: str,
    request: ImportRequest,
    say: Callable[[str], None],
    progress: Progress = _ignore,
) -> tuple[ImportReport, Path | None]:
    """Import one file; returns what became of it and the file of rejected rows, if any.

    Raises ``LeadersError`` when the file cannot be understood; then nothing was taken in.
    """
    from leaders.platforms.files import open_file
    from leaders.platforms.files.rejects import RejectsFile

    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", request.dataset):
        raise LeadersError(
            f"--dataset {request.dataset!r} must be one short word of letters, digits, dots, "
            "dashes and underscores."
        )
    load_niche(workspace, request.niche)
    plan = open_file(path, shape, request.mapping, request.platform)
    for sentence in plan.said:
        say(sentence)
    if plan.is_undirected and not request.is_undirected:
        say("the file says that its edges have no direction: written in both")
        request = _undirected(request)
    with (
        RejectsFile(workspace.rejects, request.dataset, path) as rejects,
        Store(workspace) as store,
    ):
        report = import_file(store, plan, request, rejects.write, progress)
    return report, rejects.path


def find_export(
    workspace: Workspace,
    niche: str,
    path: Path,
    preset: str | None,
    platform: str | None,
    owner: str | None,
) -> "Export | None":
    """The export of another tool that a file is, by ``preset`` or by its header alone.

    Raises ``LeadersError`` where there is no such niche or file, or where the file is not what
    ``preset`` says.
    """
    from leaders.platforms.files import check_file
    from leaders.platforms.files.exports import open_export

    load_niche(workspace, niche)
    check_file(path)
    return open_export(path, preset, PlatformName(platform) if platform else None, owner)


def import_export(
    workspace: Workspace,
    export: "Export",
    request: ImportRequest,
    progress: Progress = _ignore,
) -> tuple[list[ImportReport], Path | None]:
    """Import the rows of each platform of an export; what became of them, and the rejects' file.

    Accounts of a network that has an interface are known by its ids: a row that gives but a public
    name is taken in if the store has met it. Raises ``LeadersError`` where no row says of which
    platform it is.
    """
    from leaders.platforms.files.rejects import RejectsFile

    load_niche(workspace, request.niche)
    platforms = [it for it in export.platforms if it]
    if not platforms:
        raise LeadersError(
            f"{export.path}: no row says of which network it is; say it with --platform."
        )
    told = {field: " + ".join(names) for field, names in export.columns.items()}
    told |= {"preset": export.name, "owner": export.owner or ""}
    reports = []
    with (
        RejectsFile(workspace.rejects, request.dataset, export.path) as rejects,
        Store(workspace) as store,
    ):
        for platform in platforms:
            prefix = f"{platform}:"
            handles = store.query("import/handles", prefix=prefix).iter_rows()
            known = {handle: account_id.removeprefix(prefix) for handle, account_id in handles}
            plan = export.plan(platform, known)
            named = sum(batch.frame.height for batch in plan.batches())
            mapping = {**told, "named": str(named)}  # more may be known by name than last time
            one = replace(request, platform=platform.value, mapping=mapping)
            reports.append(import_file(store, plan, one, rejects.write, progress))
    return reports, rejects.path


def import_chats(
    workspace: Workspace,
    path: Path,
    request: ImportRequest,
    progress: Progress = _ignore,
    *,
    with_private: bool = False,
) -> dict[str, Any]:
    """Import one export of Telegram Desktop; returns what became of it, in plain values.

    Raises ``LeadersError`` when the file cannot be understood; then nothing was taken in.
    """
    from leaders.platforms.telegram_chats import ChatsFile
    from leaders.store import chats

    if request.platform not in load_niche(workspace, request.niche).platforms:
        raise LeadersError(
            f"{request.niche} does not name the platform {request.platform}; "
            "add it to platforms in its niche file."
        )
    plan = ChatsFile(path, with_private=with_private)
    with Store(workspace) as store:
        report = chats.import_chats(store, plan, request, progress, with_private=with_private)
    return asdict(report)


def _undirected(request: ImportRequest) -> ImportRequest:
    return replace(request, is_undirected=True)
