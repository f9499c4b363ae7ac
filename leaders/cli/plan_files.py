"""The files of a plan: which formats are asked for, where they go, what was written."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leaders.cli.output import Output
from leaders.errors import UsageMistake

if TYPE_CHECKING:
    from leaders.audience.media_plan import MediaPlan
    from leaders.niche import Niche

Formats = Annotated[
    str | None,
    typer.Option("--format", help="Write files: csv, xlsx, json, md; several with commas."),
]
Out = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Where to write files; else exports/NICHE.")
]
Bom = Annotated[bool, typer.Option("--bom", help="Mark CSV as UTF-8, for Excel.")]


def read_formats(formats: str | None, out: Path | None) -> list[str]:
    """The formats asked for: none without any option, all where only a folder is named."""
    from leaders.export.report import REPORT_EXPORTERS

    if out is not None and out.suffix[1:].lower() in REPORT_EXPORTERS:
        raise UsageMistake(f"--out {out} names a folder; say --format {out.suffix[1:].lower()}.")
    if formats is None:
        return list(REPORT_EXPORTERS) if out is not None else []
    names = [name.strip().lower() for name in formats.split(",") if name.strip()]
    unknown = [name for name in names if name not in REPORT_EXPORTERS]
    if unknown or not names:
        raise UsageMistake(
            f"--format {', '.join(unknown) or repr(formats)} is no format of a plan; "
            f"choose from {', '.join(REPORT_EXPORTERS)}."
        )
    return names


def write_plan(
    output: Output, niche: "Niche", made: "MediaPlan", formats: list[str], out: Path | None, *,
    bom: bool,
) -> list[Path]:  # fmt: skip
    """Write a plan in some formats, or nothing; returns the paths."""
    from leaders.export.report import export_report
    from leaders.plan_report import report_plan

    if not formats:
        return []
    folder = out or output.workspace.exports / niche.name
    report = report_plan(output.workspace, niche, made)
    written = export_report(report, formats, folder, bom=bom)
    for path in written:
        output.say(f"wrote {path}")
    return written
