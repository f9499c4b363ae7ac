"""Commands that let niches refresh themselves: schedule, serve."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leaders.cli.output import Output
from leaders.errors import LeadersError

if TYPE_CHECKING:
    from leaders.niche import Niche
    from leaders.settings import Workspace

PRUNE = typer.Option("--prune", help="Take out deployments whose niche file is gone.")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(schedule)
    app.command()(serve)


def schedule(
    context: typer.Context,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 if it is not up to date.")
    ] = False,
    prune: Annotated[bool, PRUNE] = False,
) -> None:
    """Write the [schedule] of each niche file into prefect.yaml, one deployment a niche."""
    from leaders.scheduling.prefect_file import FILE

    output: Output = context.obj
    niches = load_niches(output.workspace)
    said = write_schedules(output.workspace, niches, prune=prune, is_dry=check)
    for line in said:
        output.say(line)
    if check and said:
        raise LeadersError(f"{FILE} is not up to date; write it with: leaders schedule")
    for line in tell_next(niches, datetime.now(UTC)):
        output.say(line)
    if not check:
        output.say("Next: leaders serve")


def serve(
    context: typer.Context,
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="Where Prefect's page and server are.")
    ] = 4200,
    at_once: Annotated[
        int, typer.Option(min=1, max=100, help="How many niches are refreshed at the same time.")
    ] = 2,
    prune: Annotated[bool, PRUNE] = False,
) -> None:
    """Refresh the niches by their schedules until ctrl-C; what was missed runs first."""
    from leaders.cli.serving import Server

    output: Output = context.obj
    niches = load_niches(output.workspace)
    for line in write_schedules(output.workspace, niches, prune=prune):
        output.say(line)
    Server(output, niches, port, at_once).run()


def load_niches(workspace: "Workspace") -> "list[Niche]":
    """All niches; raises ``NicheError`` for mistakes and ``LeadersError`` where there are none."""
    from leaders.errors import NicheError
    from leaders.niche import all_niches

    niches, mistakes = all_niches(workspace)
    if mistakes:
        raise NicheError(mistakes)
    if not niches:
        raise LeadersError(f"There is no niche file in {workspace.niches}; make one: leaders start")
    return niches


def write_schedules(
    workspace: "Workspace", niches: "list[Niche]", *, prune: bool = False, is_dry: bool = False
) -> list[str]:
    """Write ``prefect.yaml`` where it is not up to date; a line on each difference."""
    from leaders.scheduling.prefect_file import FILE, plan_file

    path = workspace.root / FILE
    before = _read(path)
    planned = plan_file(before, niches, prune=prune)
    if planned.said and not is_dry:
        _replace(path, planned.text)
    return [f"{FILE}: {line}" for line in planned.said]


def tell_next(niches: "Sequence[Niche]", now: datetime) -> list[str]:
    """When each niche is refreshed next, a line each."""
    from leaders.scheduling.deployments import tell_schedule
    from leaders.scheduling.due import Due, tell_moment

    lines = []
    for niche in niches:
        line = f"{niche.name}: {tell_schedule(niche.schedule)}"
        if niche.schedule is not None and niche.schedule.active:
            due = Due(niche.schedule.cron, niche.schedule.timezone).after(now)
            line += f", next {tell_moment(due, now)}"
        lines.append(line)
    return lines


def _read(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8-sig") if path.exists() else None
    except OSError as error:
        raise LeadersError(
            f"{path} cannot be read ({error.strerror}); look at its rights."
        ) from None
    except UnicodeDecodeError:
        raise LeadersError(f"{path} is not in UTF-8; save it as UTF-8.") from None


def _replace(path: Path, text: str) -> None:
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(text.encode())
        part.replace(path)
    except OSError as error:
        raise LeadersError(f"{path} cannot be written ({error.strerror}).") from None
    finally:
        part.unlink(missing_ok=True)
