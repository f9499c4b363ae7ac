"""Taking in one file: an export of another tool, chats, or rows that the person describes."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from leaders.cli.output import Output
from leaders.errors import UsageMistake
from leaders.model import PlatformName
from leaders.wording import counted

if TYPE_CHECKING:
    from leaders.platforms.files.export_rows import Export
    from leaders.store.imports import ImportRequest

Progress = Callable[[int], None]

NONE = "none"
"""``--preset none``: the header is read as that of any file."""


class Shape(StrEnum):
    """What a row of a file is."""

    ACCOUNTS = "accounts"
    EDGES = "edges"
    MEMBERS = "members"
    POSTS = "posts"
    TELEGRAM = "telegram"


@dataclass(frozen=True, slots=True)
class Said:
    """What the person says a file is, where it is not read as any other."""

    shape: Shape | None
    platform: PlatformName | None
    preset: str | None
    owner: str | None
    private: bool


def import_one(
    output: Output,
    path: Path,
    said: Said,
    request: "ImportRequest",
    tell: Callable[[str], None],
) -> list[dict[str, Any]]:
    """Import one file; an export of another tool gives a report for each of its platforms."""
    from leaders.importing import find_export, import_chats

    def progress(count: int) -> None:
        tell(counted(count, "row"))

    if said.shape == Shape.TELEGRAM:
        request = replace(request, dataset=request.dataset or "telegram")
        return [import_chats(output.workspace, path, request, progress, with_private=said.private)]
    if said.preset not in (None, NONE) and request.mapping:
        raise UsageMistake("--preset and --map: a preset says itself which column holds what.")
    is_described = bool(request.mapping) or request.is_undirected
    is_plain = said.preset == NONE or (
        said.preset is None and (is_described or said.platform == PlatformName.FILES)
    )
    if said.shape and not request.dataset and said.preset in (None, NONE):
        raise UsageMistake(
            f"--as {said.shape} needs --dataset, a word for where the rows come from."
        )
    export = None
    if not is_plain:
        export = find_export(
            output.workspace, request.niche, path, said.preset, said.platform, said.owner
        )
    if export is None:
        if said.owner:
            raise UsageMistake(f"--owner {said.owner}: {path} is no list that was downloaded.")
        return [_import_rows(output, path, said.shape, request, progress)]
    _check_shape(said.shape, export.preset.shape, export.preset.title)
    return _import_export(output, export, request, progress)


def _check_shape(shape: Shape | None, said: str, title: str) -> None:
    if shape is not None and shape.value != said:
        raise UsageMistake(
            f"--as {shape}: {title} holds {said}; leave --as out, or say --preset none."
        )


def _import_export(
    output: Output, export: "Export", request: "ImportRequest", progress: Progress
) -> list[dict[str, Any]]:
    """Import an export; a report for each platform that it holds accounts of."""
    from leaders.importing import import_export

    for sentence in export.said:
        output.say(f"  {sentence}")
    dataset = request.dataset or export.name
    reports, rejects = import_export(
        output.workspace, export, replace(request, dataset=dataset), progress
    )
    told = [asdict(it) | {"rejects": str(rejects) if rejects else None} for it in reports]
    return [
        {**report, "platform": platform.value, "preset": export.name}
        for report, platform in zip(told, filter(None, export.platforms), strict=True)
    ]


def _import_rows(
    output: Output,
    path: Path,
    shape: Shape | None,
    request: "ImportRequest",
    progress: Progress,
) -> dict[str, Any]:
    from leaders.importing import import_path

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


def show_presets(context: typer.Context, is_asked: bool) -> None:
    """List the presets and end; an option's callback, so that no file need be named."""
    if not is_asked or context.resilient_parsing:
        return
    from leaders.platforms.files.presets import list_presets

    output: Output = context.obj
    output.table(
        "Presets: exports whose columns are known",
        ("--preset", "export of", "brings", "platform", "headers"),
        list_presets(),
        wrapped=("export of", "brings"),
    )
    raise typer.Exit
