"""The command that tells people what is new: in the terminal, as files, by the channels."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from leaders.cli.niches import AsJson, NicheName
from leaders.cli.output import Output, printable
from leaders.errors import LeadersError


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(digest)


def digest(
    context: typer.Context,
    niche: NicheName,
    send: Annotated[
        bool, typer.Option("--send", help="Send what is new by webhook, e-mail and Telegram bot.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Write its files into a folder.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tell what is new since the last ranking but one, and what to do."""
    from leaders import pipeline
    from leaders.digest import HOW, describe, find_channels, make_digest, to_text, write_digest
    from leaders.niche import load_niche

    output: Output = context.obj
    loaded, now = load_niche(output.workspace, niche), datetime.now(UTC)
    channels, mistakes = find_channels() if send else ([], [])
    if send and not channels:
        raise LeadersError("\n".join(mistakes) or f"No channel is set up: {HOW}.")
    with output.progress(f"telling what is new in {niche}"):
        made = make_digest(output.workspace, loaded, now)
        files = write_digest(made, out, with_json=True) if out else []
        told, failed = pipeline.send_digest(output.workspace, niche, now) if send else ([], [])
    if as_json:
        output.json(describe(made) | ({"told": told + failed} if send else {}))
    else:
        typer.echo(printable(to_text(made), keep="\n"), nl=False)
    for line in (*(f"wrote {file}" for file in files), *told):
        output.say(line)
    if failed:
        raise LeadersError("\n".join(failed))
