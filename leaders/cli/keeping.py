"""Commands about what is kept: purge, backup, restore, remove."""

import re
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leaders.cli.niches import AsJson, NicheName
from leaders.cli.output import Output, ask_line
from leaders.errors import LeadersError, NicheError, UsageMistake

if TYPE_CHECKING:
    from leaders.niche import Niche

DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would go, and change nothing.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (purge, backup, restore, remove):
        app.command()(command)


def purge(context: typer.Context, dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """Delete what is older than any niche looks back ([retention] days); rankings stay."""
    from leaders.store import Store
    from leaders.store.purging import find_limit
    from leaders.store.purging import purge as purge_store

    output: Output = context.obj
    limit = find_limit(_load_all(output), datetime.now(UTC))
    with Store(output.workspace, must_exist=True) as store:
        since, gone = purge_store(store, limit, is_tried=dry_run)
        if not dry_run:
            store.rewrite()
    copies = [] if dry_run else _remove_copies(output)
    if as_json:
        output.json({"since": since, "rows": gone, "is_done": not dry_run, "copies": copies})
        return
    output.say(
        f"whoever looks from {since:%Y-%m-%d %H:%M} UTC on sees what was seen before; "
        "an earlier --as-of is refused" + " once this is done" * dry_run
    )
    _tell_rows(output, gone, is_done=not dry_run)
    for copy in copies:
        output.say(f"removed {copy}, an older copy of the store")
    if not dry_run:
        output.say("backups keep what they hold; delete those that are older than you want to keep")


def backup(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="Where; else backups/DATE.zip.")
    ] = None,
) -> None:
    """Write the store and the niche files into one file."""
    from leaders.store.backup import back_up

    output: Output = context.obj
    now = datetime.now(UTC)
    workspace = output.workspace
    target = file or workspace.root / "backups" / f"leaders-{now:%Y-%m-%dT%H%M%S}.zip"
    with output.progress(f"writing {target.name}"):
        members = back_up(workspace, target, now)
    output.say(f"wrote {target}: the store and {len(members) - 1} niche files, no keys")
    if workspace.suppression_key.exists():
        output.say(
            f"careful: keep {workspace.suppression_key} somewhere else; without it nobody can tell "
            "who asked not to be listed, and with it and the backup anybody can"
        )


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What leaders backup wrote.")],
    force: Annotated[
        bool, typer.Option("--force", help="Replace the data that is there; it is kept beside.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Put a backup back; everything is checked before anything is replaced."""
    from leaders.store.backup import restore as restore_file

    output: Output = context.obj
    with output.progress(f"reading {file.name}"):
        done = restore_file(output.workspace, file, force=force)
    if as_json:
        output.json(asdict(done))
        return
    output.say(f"restored the store and niches: {', '.join(done.niches) or 'none'}")
    for kept in done.kept:
        output.say(f"kept {kept}, what was there before")
    if done.suppressed:
        output.say(f"{done.suppressed:,} suppressed since then were deleted again")
    if done.lacks_key:
        output.say(f"put your copy of the key back at {output.workspace.suppression_key}")
    output.say("who was forgotten since the backup and not suppressed is back: forget them again")


def remove(
    context: typer.Context,
    niche: NicheName,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    with_contacts: Annotated[
        bool,
        typer.Option("--with-contacts", help="Also the contacts and placements of its client."),
    ] = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Delete a niche and what only it needed; other niches keep what they need."""
    from leaders.store import Store
    from leaders.store.removing import remove_niche

    output: Output = context.obj
    file = _niche_file(output, niche)
    client = _find_client(output, niche) if with_contacts else None
    with Store(output.workspace, must_exist=True) as store:
        gone = remove_niche(store, niche, client, is_tried=True)
    if dry_run or not (yes or _agrees(output, niche, gone)):
        _tell_removed(output, niche, gone, is_done=False, as_json=as_json)
        return
    with Store(output.workspace, must_exist=True) as store:
        gone = remove_niche(store, niche, client)
        store.rewrite()
    copies = _remove_copies(output)
    if file.exists():
        file.replace(file.with_name(f"{file.name}.removed"))
    _tell_removed(output, niche, gone, is_done=True, as_json=as_json)
    if as_json:
        return
    for copy in copies:
        output.say(f"removed {copy}, an older copy of the store")
    if file.with_name(f"{file.name}.removed").exists():
        output.say(f"its file is {file.name}.removed now; delete it, or name it {file.name} again")
    exports = output.workspace.exports / niche
    if exports.is_dir():
        output.say(
            f"careful: {exports} still holds its shortlists; delete them if nobody needs them"
        )
    output.say("if Prefect refreshes it, take it out with: leaders schedule --prune")


def _load_all(output: Output) -> "list[Niche]":
    from leaders.niche import all_niches

    niches, mistakes = all_niches(output.workspace)
    if mistakes:
        raise NicheError(mistakes)
    return niches


def _niche_file(output: Output, niche: str) -> Path:
    """The file of a niche that may be gone already; no path from a name."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,62}", niche):
        raise UsageMistake(f"{niche!r} is no name of a niche.")
    return output.workspace.niches / f"{niche}.toml"


def _find_client(output: Output, niche: str) -> str:
    """The client of a niche, if no other niche is of the same."""
    from leaders.outreach.clients import client_of

    client = {it.name: client_of(it) for it in _load_all(output)}
    own = client.pop(niche, niche)
    others = sorted(name for name, told in client.items() if told == own)
    if others:
        raise LeadersError(
            f"The contacts of {own} are those of {', '.join(others)} too; "
            "leave out --with-contacts."
        )
    return own


def _agrees(output: Output, niche: str, gone: Mapping[str, int]) -> bool:
    if not sys.stdin.isatty():
        raise UsageMistake(f"Nobody is there to ask; say leaders remove {niche} --yes.")
    _tell_rows(output, gone, is_done=False)
    return ask_line(f"Delete {niche}? Type its name").casefold() == niche


def _tell_removed(
    output: Output, niche: str, gone: Mapping[str, int], *, is_done: bool, as_json: bool
) -> None:
    if as_json:
        output.json({"niche": niche, "rows": gone, "is_done": is_done})
        return
    output.say(f"{niche}: {'deleted' if is_done else 'nothing was deleted'}")
    _tell_rows(output, gone, is_done=is_done)


def _tell_rows(output: Output, gone: Mapping[str, int], *, is_done: bool) -> None:
    told = ", ".join(f"{count:,} {what}" for what, count in gone.items() if count)
    output.say(f"{'deleted' if is_done else 'would delete'}: {told or 'nothing'}")


def _remove_copies(output: Output) -> list[Path]:
    """Older copies of the store keep what is deleted from it."""
    from leaders.forgetting import remove_copies

    return remove_copies(output.workspace)
