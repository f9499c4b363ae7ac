"""The `leaders` command. Heavy libraries are imported only when a command runs."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from leaders import __version__
from leaders.cli import (
    audience,
    changes,
    collecting,
    competitors,
    contacts,
    data,
    digest,
    explain,
    exporting,
    history,
    keeping,
    links,
    login,
    niches,
    overlap,
    placements,
    plan,
    prices,
    ranking,
    review,
    runs,
    schedule,
    start,
)
from leaders.cli.output import Output, tell_error
from leaders.environment import load_variables
from leaders.errors import LeadersError, UsageMistake
from leaders.settings import find_workspace

app = typer.Typer(
    name="leaders",
    help="Find the opinion leaders of a niche: graphs in, ranked shortlists out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for module in (
    start,
    niches,
    login,
    data,
    collecting,
    ranking,
    exporting,
    explain,
    changes,
    history,
    digest,
    review,
    links,
    audience,
    overlap,
    competitors,
    plan,
    prices,
    contacts,
    placements,
    runs,
    schedule,
    keeping,
):
    module.register(app)


def _show_version(is_asked: bool) -> None:
    if is_asked:
        typer.echo(f"leaders {__version__}")
        raise typer.Exit


@app.callback()
def _begin(
    context: typer.Context,
    workspace: Annotated[
        Path | None,
        typer.Option(help="Folder with data/ and exports/; else LEADERS_HOME, else this folder."),
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    context.obj = output = Output(find_workspace(workspace), debug)
    if careful := load_variables(output.workspace):
        output.say(careful)


def main(arguments: list[str] | None = None) -> None:
    """Run the command and exit: 0 ok, 1 failed, 2 wrong usage."""
    given = sys.argv[1:] if arguments is None else arguments
    sys.exit(_run(given))


def _run(arguments: list[str]) -> int:
    try:
        code = app(arguments, standalone_mode=False)
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has gone, which is no error
        return 0
    except Exception as error:
        if hasattr(error, "show") and hasattr(error, "exit_code"):  # a mistake in the command line
            error.show()
            return 2
        if "--debug" in arguments and not isinstance(error, typer.Abort):
            raise
        tell_error(_explain(error))
        return 2 if isinstance(error, UsageMistake) else 1
    if code == INTERRUPTED:
        tell_error(_STOPPED)
        return 1
    return code if isinstance(code, int) else 0


INTERRUPTED = 130
"""What typer makes of ctrl-C."""
_STOPPED = "Stopped. What was stored is safe; run the same command to go on."


def _explain(error: Exception) -> str:
    if isinstance(error, typer.Abort):
        return _STOPPED
    if isinstance(error, LeadersError):
        return str(error)
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename} cannot be used: {error.strerror}."
    return (
        f"Unexpected {type(error).__name__}: {error}. "
        "Run it again with leaders --debug to see where."
    )
