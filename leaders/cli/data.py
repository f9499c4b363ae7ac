"""Commands that change what is stored: import, forget, suppress."""

import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leaders.cli.imported import describe_import
from leaders.cli.importing import Said, Shape, import_one, show_presets
from leaders.cli.niches import AsJson, not_empty
from leaders.cli.output import Output
from leaders.errors import UsageMistake
from leaders.model import EdgeKind, PlatformName

if TYPE_CHECKING:
    pass


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
    said = Said(shape, platform, preset, owner, private)
    reports: list[dict[str, Any]] = []
    for path in paths:
        with output.progress(f"reading {path.name}") as tell:
            told = import_one(output, path, said, request, tell)
        reports += told
        if not as_json:
            for report in told:
                for line in describe_import(report):
                    output.say(line)
    if as_json:
        output.json(reports)


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
