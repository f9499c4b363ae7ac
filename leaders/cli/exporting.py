"""Commands that write what people look at: export, open."""

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from leaders.cli.niches import AsJson, NicheName, Where
from leaders.cli.output import Output
from leaders.errors import UsageMistake

CLIENT_FORMATS = ("html", "pdf", "xlsx")
"""What a client is given; a PDF only where a Chromium is found to print it."""

ForClient = Annotated[
    bool,
    typer.Option(
        "--for-client", help="To be handed on: without prices, owners, notes; into NICHE/client."
    ),
]
Language = Annotated[
    str | None,
    typer.Option("--language", metavar="LANG", help="en, ru or nl; else the niche's own."),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(export)
    app.command("open")(open_report)


def export(
    context: typer.Context,
    niche: NicheName,
    formats: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="html, pdf, xlsx, csv, json, parquet, gexf, graphml; several with commas. Else "
            "csv, xlsx, json and html; for a client html, pdf and xlsx.",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where; else exports/NICHE.")
    ] = None,
    bom: Annotated[bool, typer.Option("--bom", help="Mark CSV as UTF-8, for Excel.")] = False,
    where: Where = None,
    for_client: ForClient = False,
    language: Language = None,
    as_json: AsJson = False,
) -> None:
    """Write the last ranking to files: the report, the workbook, tables, the network."""
    from leaders import pipeline

    output: Output = context.obj
    names = _read_formats(output, formats, for_client)
    with output.progress(f"writing {niche}"):
        files = pipeline.export_niche(
            output.workspace, niche, names, out, bom=bom, where=where, for_client=for_client,
            language=_read_language(language),
        )  # fmt: skip
    if as_json:
        output.json([str(file) for file in files])
        return
    for file in files:
        output.say(f"wrote {file}")


def open_report(
    context: typer.Context,
    niche: NicheName,
    for_client: ForClient = False,
    language: Language = None,
    as_json: AsJson = False,
) -> None:
    """Write the report of the last ranking and open it in the browser."""
    from leaders import pipeline

    output: Output = context.obj
    with output.progress(f"writing {niche}"):
        files = pipeline.export_niche(
            output.workspace, niche, ["html"], for_client=for_client,
            language=_read_language(language),
        )  # fmt: skip
    report = next(file for file in files if file.suffix == ".html").resolve()
    is_open = webbrowser.open(report.as_uri())
    if as_json:
        output.json({"report": str(report), "is_open": is_open})
    elif is_open:
        output.say(f"opened {report}")
    else:
        output.say(f"No browser could be opened here; open this file in one: {report}")


def _read_formats(output: Output, formats: str | None, for_client: bool) -> list[str]:
    """The formats that are asked for, or the usual ones."""
    from leaders import pipeline
    from leaders.export import EXPORTERS
    from leaders.export.pdf import find_chromium, tell_missing

    if formats is None:
        if for_client and find_chromium() is None:
            output.say(f"careful: no PDF: {tell_missing()}")
            return [name for name in CLIENT_FORMATS if name != "pdf"]
        return list(CLIENT_FORMATS if for_client else pipeline.DEFAULT_FORMATS)
    names = [name.strip().lower() for name in formats.split(",") if name.strip()]
    unknown = [name for name in names if name not in EXPORTERS]
    if unknown or not names:
        raise UsageMistake(
            f"--format {', '.join(unknown) or formats!r} is no export format; "
            f"choose from {', '.join(EXPORTERS)}."
        )
    return names


def _read_language(language: str | None) -> str | None:
    from leaders.export.words import LANGUAGES

    if language is not None and language not in LANGUAGES:
        raise UsageMistake(f"--language {language}: choose from {', '.join(LANGUAGES)}.")
    return language
