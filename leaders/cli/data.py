"""Commands that change what is stored: import, forget, suppress."""

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leaders.cli.exports import NONE, import_rows, show_presets
from leaders.cli.imported import describe_import
from leaders.cli.niches import AsJson, not_empty
from leaders.cli.output import Output
from leaders.errors import UsageMistake
from leaders.model import EdgeKind, PlatformName
from leaders.wording import counted

if TYPE_CHECKING:
    from leaders.store.imports import ImportRequest


class Shape(StrEnum):
    """What a row of a file is."""

    ACCOUNTS = "accounts"
    EDGES = "edges"
    MEMBERS = "members"
    POSTS = "posts"
    TELEGRAM = "telegram"


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("import")(import_files)
    app.command()(forget)
    app.command("suppress")(suppress)


def import_files(
    context: typer.Context,
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH...", help="CSV, Excel, Parquet, JSON, GEXF or GraphML."),
    ],
    niche: Annotated[str, typer.Option(help="The niche that the file is about.")],
    shape: Annotated[
        Shape | None,
        typer.Option(
            "--as",
            help="What a row is; telegram: the result.json of an export. An export of another "
            "tool says it by its preset.",
        ),
    ] = None,
    dataset: Annotated[
        str | None,
        typer.Option(help="A word for where the rows come from; telegram and presets have one."),
    ] = None,
    platform: Annotated[
        PlatformName | None, typer.Option(help="Whose native ids these are; else of no network.")
    ] = None,
    preset: Annotated[
        str | None,
        typer.Option(help="Another tool's export; its header tells it too. none: any other file."),
    ] = None,
    owner: Annotated[
        str | None,
        typer.Option(metavar="HANDLE", help="Who downloaded a list of followers or following."),
    ] = None,
    presets: Annotated[
        bool,
        typer.Option(
            "--presets", callback=show_presets, is_eager=True, help="List the presets and end."
        ),
    ] = False,
    kind: Annotated[
        EdgeKind, typer.Option(help="Of edges, where the file does not say.")
    ] = EdgeKind.FOLLOW,
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="FIELD=COLUMN", help="Which column holds what."),
    ] = None,
    undirected: Annotated[
        bool, typer.Option("--undirected", help="Each row holds both ways.")
    ] = False,
    complete: Annotated[
        bool,
        typer.Option("--complete", help="The whole listing of its sources: what it lacks is gone."),
    ] = False,
    sample: Annotated[
        bool, typer.Option("--sample", help="A random part of the listings.")
    ] = False,
    private: Annotated[
        bool,
        typer.Option("--private", help="Of telegram: also private chats; they are never listed."),
    ] = False,
    seen_at: Annotated[
        str | None, typer.Option(metavar="DATE", help="When it was true; else now.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Take files in; a file that was taken in before changes nothing."""
    from leaders.store.imports import ImportRequest

    output: Output = context.obj
    if complete and sample:
        raise typer.BadParameter("a listing is --complete or a --sample, not both")
    if private and shape != Shape.TELEGRAM:
        raise UsageMistake("--private goes with --as telegram alone.")
    if shape == Shape.TELEGRAM:
        is_told = any((mapping, preset, owner, undirected, complete, sample))
        platform = _check_chats(platform, is_told=is_told)
    now = datetime.now(UTC)
    moment = parse_moment(seen_at, "--seen-at") if seen_at else now
    if moment > now + timedelta(days=1):
        raise typer.BadParameter(f"--seen-at {seen_at} is in the future")
    request = ImportRequest(
        niche=niche,
        dataset=_check_word(dataset) if dataset else "",
        platform=(platform or PlatformName.FILES).value,
        kind=kind.value,
        mapping=_read_mapping(mapping or []),
        seen_at=moment,
        is_seen_at_given=seen_at is not None,
        is_undirected=undirected,
        is_complete=complete,
        is_sample=sample,
    )
    said = _Said(shape, platform, preset, owner, private)
    reports: list[dict[str, Any]] = []
    for path in paths:
        with output.progress(f"reading {path.name}") as tell:
            told = _import_one(output, path, said, request, partial(_tell_rows, tell))
        reports += told
        if not as_json:
            for report in told:
                for line in describe_import(report):
                    output.say(line)
    if as_json:
        output.json(reports)


@dataclass(frozen=True, slots=True)
class _Said:
    """What the person says a file is, where it is not read as any other."""

    shape: Shape | None
    platform: PlatformName | None
    preset: str | None
    owner: str | None
    private: bool


def _import_one(
    output: Output,
    path: Path,
    said: _Said,
    request: "ImportRequest",
    progress: Callable[[int], None],
) -> list[dict[str, Any]]:
    """Import one file; an export of another tool gives a report for each of its platforms."""
    from leaders.pipeline import find_export, import_chats

    if said.shape == Shape.TELEGRAM:
        request = replace(request, dataset=request.dataset or "telegram")
        return [import_chats(output.workspace, path, request, progress, with_private=said.private)]
    if said.preset not in (None, NONE) and request.mapping:
        raise UsageMistake("--preset and --map: a preset says itself which column holds what.")
    is_plain = bool(request.mapping) or request.is_undirected
    if said.shape and not request.dataset and said.preset in (None, NONE):
        raise UsageMistake(
            f"--as {said.shape} needs --dataset, a word for where the rows come from."
        )
    export = None
    if said.preset != NONE and not (said.preset is None and is_plain):
        export = find_export(
            output.workspace, request.niche, path, said.preset, said.platform, said.owner
        )
    if export is None:
        if said.owner:
            raise UsageMistake(f"--owner {said.owner}: {path} is no list that was downloaded.")
        return [_import_rows(output, path, said.shape, request, progress)]
    _check_shape(said.shape, export.preset.shape, export.preset.title)
    return import_rows(output, export, request, progress)


def _check_shape(shape: Shape | None, said: str, title: str) -> None:
    if shape is not None and shape.value != said:
        raise UsageMistake(
            f"--as {shape}: {title} holds {said}; leave --as out, or say --preset none."
        )


def _check_chats(platform: PlatformName | None, *, is_told: bool) -> PlatformName:
    """Chats are of Telegram, whether or not --platform says so, and take no words on rows."""
    if is_told or platform not in (None, PlatformName.FILES, PlatformName.TELEGRAM):
        raise UsageMistake(
            "--as telegram takes no --map, --undirected, --complete, --sample or other "
            "--platform: an export says itself what it holds."
        )
    return PlatformName.TELEGRAM


def _check_word(dataset: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", dataset):
        raise UsageMistake(
            f"--dataset {dataset!r} must be one short word of letters, digits, dots, "
            "dashes and underscores."
        )
    return dataset


def _import_rows(
    output: Output,
    path: Path,
    shape: Shape | None,
    request: "ImportRequest",
    progress: Callable[[int], None],
) -> dict[str, Any]:
    from leaders.pipeline import import_path

    if shape is None:
        raise UsageMistake(
            f"{path}: its header is that of no export that is known; say what a row is with "
            "--as accounts, edges, members or posts, or whose export it is with --preset "
            "(leaders import --presets lists them)."
        )

    report, rejects = import_path(
        output.workspace,
        path,
        shape.value,
        request,
        lambda text: output.say(f"  {text}"),
        progress,
    )
    return asdict(report) | {"rejects": str(rejects) if rejects else None}


def _tell_rows(tell: Callable[[str], None], count: int) -> None:
    tell(counted(count, "row"))


def _read_mapping(pairs: Sequence[str]) -> dict[str, str]:
    mapping: dict[str, str] = {}
    for field, column in map(_split, pairs):
        if field in mapping:
            raise UsageMistake(
                f"--map {field}={mapping[field]} --map {field}={column}: name one column a field."
            )
        mapping[field] = column
    return mapping


def _split(pair: str) -> tuple[str, str]:
    field, equals, column = pair.partition("=")
    if not equals or not field or not column:
        raise typer.BadParameter(
            f"--map takes FIELD=COLUMN, for example handle=username, not {pair!r}"
        )
    return field.strip(), column.strip()


def parse_moment(text: str, option: str, *, end_of_day: bool = False) -> datetime:
    """An ISO date or moment; UTC where no zone is said, a date is its start or end."""
    try:
        moment = _read_moment(text.strip(), time.max if end_of_day else time.min)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise typer.BadParameter(
            f"{option} takes a date such as 2026-11-23, not {text!r}"
        ) from None


def _read_moment(text: str, time_of_date: time) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(text), time_of_date)
    except ValueError:
        return datetime.fromisoformat(text)


AccountOrHandle = Annotated[
    str, typer.Argument(callback=not_empty, help="Its id (platform:id) or handle.")
]


def forget(
    context: typer.Context,
    account: AccountOrHandle,
    as_json: AsJson = False,
) -> None:
    """Delete an account and all that is stored of it."""
    _forget(context.obj, account, None, as_json)


def suppress(
    context: typer.Context,
    account: AccountOrHandle,
    as_json: AsJson = False,
) -> None:
    """Delete an account and never take it in again."""
    _forget(context.obj, account, datetime.now(UTC), as_json)


def _forget(output: Output, account: str, never_again_at: datetime | None, as_json: bool) -> None:
    from leaders import forgetting

    done = forgetting.forget(output.workspace, account, never_again_at=never_again_at)
    if as_json:
        output.json(asdict(done))
        return
    output.say(
        f"{done.account_id}: {'deleted from the store' if done.was_known else 'was not stored'}"
    )
    if never_again_at:
        output.say("it will not be taken in again")
    for copy in done.copies_removed:
        output.say(f"removed {copy}, an older copy of the store")
    for niche in done.niches:
        output.say(f"{niche} must be ranked again; run: leaders rank {niche}")
    for file in done.files_left:
        output.say(f"careful: {file} still names it; delete it or export again")
