"""Importing the exports of other tools by presets, and showing which presets there are."""

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import typer

from leaders.cli.output import Output

if TYPE_CHECKING:
    from leaders.platforms.files.export_rows import Export
    from leaders.store.imports import ImportRequest


NONE = "none"
"""``--preset none``: the header is read as that of any file."""


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


def import_rows(
    output: Output, export: "Export", request: "ImportRequest", progress: Callable[[int], None]
) -> list[dict[str, Any]]:
    """Import an export; a report for each platform that it holds accounts of."""
    from leaders.pipeline import import_export

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
