"""Commands that do the whole job: run, demo."""

import os
import shutil
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from leaders.cli.collecting import telling, telling_how_to_go_on
from leaders.cli.niches import AsJson, NicheName
from leaders.cli.output import Output
from leaders.cli.ranking import show_shortlist
from leaders.errors import LeadersError
from leaders.settings import find_bundled, prefect_environment

DEMO = "demo"
DIRECT = " --direct"
Direct = Annotated[bool, typer.Option("--direct", help="The same steps without Prefect.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(run)
    app.command()(demo)


def run(
    context: typer.Context, niche: NicheName, direct: Direct = False, as_json: AsJson = False
) -> None:
    """Collect, rank and export: the Prefect flow `refresh`, in this process."""
    output: Output = context.obj
    result = _run(output, niche, direct, f"leaders run {niche}{DIRECT * direct}")
    if as_json:
        output.json(result)
        return
    _describe(output, result)
    output.say(f"Next: leaders open {niche}, leaders show {niche}")


def demo(context: typer.Context, direct: Direct = False) -> None:
    """Run the bundled niche on a simulated network and print its shortlist."""
    output: Output = context.obj
    target = output.workspace.niches / f"{DEMO}.toml"
    if not target.exists():
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(find_bundled("niches") / f"{DEMO}.toml", target)
        except OSError as error:
            raise LeadersError(
                f"{target} cannot be written ({error.strerror}); name another --workspace."
            ) from None
    result = _run(output, DEMO, direct, f"leaders demo{DIRECT * direct}")
    show_shortlist(output, DEMO, 15, as_json=False)
    _describe(output, result)
    output.say(
        "These accounts are simulated. The report: leaders open demo. Next, a niche of your own: "
        "leaders start"
    )


def _run(output: Output, niche: str, direct: bool, command: str) -> dict[str, Any]:
    from leaders.niche import load_niche

    load_niche(output.workspace, niche)  # a mistake in the file is told before anything starts
    with telling_how_to_go_on(command):
        return _run_direct(output, niche) if direct else _run_flow(output, niche)


def _run_direct(output: Output, niche: str) -> dict[str, Any]:
    from leaders import pipeline

    with output.progress(f"collecting {niche}") as tell:
        done = pipeline.refresh(output.workspace, niche, progress=telling(tell))
    now = datetime.now(UTC)
    with output.progress(f"telling what is new in {niche}"):
        _, files = pipeline.digest_niche(output.workspace, niche, now)
        told, failed = pipeline.send_digest(output.workspace, niche, now)
    result = pipeline.describe(done)
    result["files"] += map(str, files)
    return {**result, "told": told + failed}


def _run_flow(output: Output, niche: str) -> dict[str, Any]:
    """Prefect is imported only here; its settings are environment and come first."""
    for name, value in prefect_environment(output.workspace).items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "INFO" if output.debug else "CRITICAL")
    if "PREFECT_API_URL" not in os.environ:
        output.say(
            "starting Prefect's own server in this process (about 10 s; --direct does without) ..."
        )
    try:
        from flows.refresh import refresh

        result: dict[str, Any] = refresh(niche, str(output.workspace.root))
    except LeadersError as error:
        # Without the frames, which keep DuckDB alive to the end, where it complains of leaks.
        raise error.with_traceback(None) from None
    except Exception as error:
        if output.debug:
            raise
        raise LeadersError(
            f"Prefect could not run the flow ({type(error).__name__}: {error}); the same steps run "
            f"without it: leaders run {niche} --direct, or one by one: leaders rank {niche}, "
            f"leaders show {niche}, leaders export {niche}"
        ) from None
    return result


def _describe(output: Output, result: dict[str, Any]) -> None:
    for line in result["collected"]:
        output.say(line)
    for file in result["files"]:
        output.say(f"wrote {file}")
    for line in result["told"]:
        output.say(line)
