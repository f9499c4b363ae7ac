"""Commands that log in where a platform asks for a person: login."""

from pathlib import Path
from typing import Annotated

import typer

from leaders.cli.output import Output
from leaders.errors import LeadersError, UsageMistake
from leaders.model import IMPORT_ONLY, PlatformName, show_platform


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(login)


def login(
    context: typer.Context,
    platform: Annotated[PlatformName, typer.Argument(help="Where to log in.")],
    phone: Annotated[
        str | None, typer.Option(help="The account's number; asked for if it is not given.")
    ] = None,
    out: Annotated[bool, typer.Option("--out", help="Log out and delete the login.")] = False,
) -> None:
    """Log in to Telegram, once: it sends a code to the account that will read the channels.

    It needs TELEGRAM_API_ID and TELEGRAM_API_HASH of an application of yours
    (https://my.telegram.org/apps), in the environment or in the workspace's .env.
    """
    if platform != PlatformName.TELEGRAM:
        raise UsageMistake(_tell_no_login(platform))
    from leaders.platforms.telegram.settings import read_settings

    output: Output = context.obj
    settings = read_settings()
    lack = settings.find_lack_of_application()
    if lack:
        raise LeadersError(lack)
    _refuse_inside(settings.session, output.workspace.root)
    from leaders.platforms.telegram.login import Questions, log_in, log_out

    if out:
        was_in = log_out(settings)
        output.say("Logged out; the login is deleted." if was_in else "There is no login.")
        return
    ask = Questions(
        phone=lambda: phone or _ask("The account's number, with + and the country's code"),
        code=lambda: _ask("The code that Telegram sent, to its app first"),
        password=lambda: _ask("The account's password (two-step verification)", hide_input=True),
        say=output.say,
    )
    was_out = log_in(settings, ask)
    output.say("Logged in." if was_out else "This login holds already.")
    output.say(
        f"It lies in {settings.session}: keep it to yourself, it is as good as a password. "
        "Log out with: leaders login telegram --out"
    )


def _tell_no_login(platform: PlatformName) -> str:
    shown = show_platform(platform)
    if platform in IMPORT_ONLY:
        return (
            f"{shown} is import-only: it has no open interface, so there is nothing to log in to. "
            f"Bring a list in with: leaders import FILE --niche NICHE --platform {platform} "
            "(leaders import --presets lists the exports that are known)"
        )
    return f"{shown} needs no login of a person; leaders check NICHE says what it needs."


def _ask(what: str, *, hide_input: bool = False) -> str:
    answer: str = typer.prompt(what, err=True, hide_input=hide_input)
    return answer


def _refuse_inside(session: Path, workspace: Path) -> None:
    """A workspace is shared, copied and put under version control.

    The usual place is good enough where the whole home is the workspace.
    """
    from leaders.platforms.telegram.settings import find_default_session

    root = workspace.resolve()
    is_usual = session == find_default_session() and Path.home().resolve().is_relative_to(root)
    if not is_usual and session.resolve().is_relative_to(root):
        raise LeadersError(
            f"{session} lies in the workspace, which is no place for a login; correct "
            "TELEGRAM_SESSION."
        )
