"""The first niche without programming: start."""

import re
import sys
import time
from collections.abc import Sequence
from enum import StrEnum
from math import ceil
from typing import TYPE_CHECKING, Annotated

import typer

from leaders.cli.collecting import telling, telling_how_to_go_on
from leaders.cli.output import Output, printable, short
from leaders.cli.start_words import Words, find_language
from leaders.errors import LeadersError

if TYPE_CHECKING:
    from leaders.cli.start_credentials import Pasting
    from leaders.cli.start_questions import Interview
    from leaders.collect import CollectReport
    from leaders.collect.forecast import Forecast
    from leaders.starting.answers import Answers
    from leaders.starting.trial import Trial

LEAST_MINUTES = 0.01
_VARIABLE = re.compile(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b")


class Language(StrEnum):
    """In which language it asks."""

    EN = "en"
    RU = "ru"
    NL = "nl"


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(start)


def start(
    context: typer.Context,
    language: Annotated[Language | None, typer.Option(help="Else your system's.")] = None,
    topic: Annotated[str | None, typer.Option(help="What the niche is about.")] = None,
    words: Annotated[
        str | None, typer.Option(help='What is searched for: "knitting, nl: breien, wol".')
    ] = None,
    country: Annotated[str | None, typer.Option(help="Of the audience.")] = None,
    city: Annotated[str | None, typer.Option(help="Of the audience.")] = None,
    client: Annotated[str | None, typer.Option(help="For whom: a name.")] = None,
    client_link: Annotated[
        list[str] | None, typer.Option(help="An account or the site of the client; repeatable.")
    ] = None,
    client_country: Annotated[
        str | None, typer.Option(help="Of the client; else the audience's.")
    ] = None,
    competitor: Annotated[
        list[str] | None, typer.Option(help="A name, account or site; repeatable.")
    ] = None,
    link: Annotated[
        list[str] | None, typer.Option(help="An account of the niche; repeatable.")
    ] = None,
    platform: Annotated[
        list[str] | None, typer.Option(help="Where to look; if only one, handles are of it.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="Of the niche's file; else its topic.")] = None,
    run: Annotated[
        bool | None, typer.Option("--run/--no-run", help="Make a provisional list now.")
    ] = None,
    minutes: Annotated[
        float, typer.Option(min=LEAST_MINUTES, help="Of collecting for it, over all platforms.")
    ] = 15,
    calls: Annotated[
        int | None, typer.Option(min=1, help="Stop after so many calls of a platform.")
    ] = None,
    top: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many of each list.")] = 20,
) -> None:
    """Make a first niche from a few answers, try its credentials, show a provisional list."""
    from leaders.cli.start_credentials import Pasting
    from leaders.cli.start_questions import Given, Interview
    from leaders.starting.niche_file import save_niche

    output: Output = context.obj
    say = Words(language or find_language())
    given = Given(
        topic, words, country, city, client, _join(client_link), client_country,
        _join(competitor), _join(link), _join(platform), name,
    )  # fmt: skip
    is_terminal = sys.stdin.isatty()
    try:
        interview = Interview(output, say, given, is_terminal=is_terminal)
        niche, answers = interview.ask_all()
        pasting = Pasting(output, say) if is_terminal else None
        trials = _try_all(output, say, niche, answers, pasting)
        path = save_niche(output.workspace, niche, answers)
    except (typer.Abort, KeyboardInterrupt):
        raise LeadersError(say("stopped")) from None
    output.say(say("wrote", path=path))
    if pasting:
        pasting.keep()
    open_platforms = [trial.platform for trial in trials if trial.is_open]
    if not open_platforms:
        if run:
            raise LeadersError(say("nothing_to_read", niche=niche))
        output.say(say("nothing_to_read", niche=niche))
        return
    _tell_forecasts(output, say, niche, open_platforms, minutes)
    if run if run is not None else is_terminal and _confirm(interview, niche, minutes):
        asked = [trial.platform for trial in trials if trial.lacks is None]
        _make_list(output, say, niche, asked, minutes, calls, top)
    else:
        output.say(say("next_later", niche=niche))


def _join(values: list[str] | None) -> str | None:
    return "\n".join(values) if values else None


def _confirm(interview: "Interview", niche: str, minutes: float) -> bool:
    try:
        return interview.confirm("ask_run", minutes=f"{minutes:g}")
    except (typer.Abort, KeyboardInterrupt):
        raise LeadersError(interview.words("stopped_later", niche=niche)) from None


def _try_all(
    output: Output, say: Words, niche: str, answers: "Answers", pasting: "Pasting | None"
) -> list["Trial"]:
    """Try each platform, and say what it opens; of those that are only imported, how.

    pasting: where a credential is missing it may be given now; None: there is nobody to ask.
    """
    from leaders.platforms import PLATFORMS
    from leaders.recognise import platform_of
    from leaders.starting.trial import try_platform

    searched = [word for words in answers.words.values() for word in words] or [answers.topic]
    trials = []
    for name in answers.platforms:
        if name not in PLATFORMS:
            output.say(say("imports", platform=name, niche=niche))
            continue
        seeds = [seed for seed in answers.seeds if platform_of(seed) == name]

        def attempt(name: str = name, seeds: Sequence[str] = tuple(seeds)) -> "Trial":
            with output.progress(say("trying", platform=name)):
                return try_platform(name, PLATFORMS[name], seeds, searched)

        trial = attempt()
        _tell_trial(output, say, trial)
        if trial.lacks and pasting and (opened := pasting.ask(trial, attempt)):
            trial = opened
            _tell_trial(output, say, trial)
        if trial.lacks:
            _tell_how_to_set(output, say, niche, trial.lacks)
        trials.append(trial)
    return trials


def _tell_trial(output: Output, say: Words, trial: "Trial") -> None:
    name = trial.platform
    if trial.lacks:
        needs = say.turn("needs", name, trial.needs)
        output.say(say("lacks", platform=name, needs=needs, sentence=trial.lacks))
        return
    if trial.trouble:
        output.say(say("fails", platform=name, sentence=trial.trouble))
    elif trial.shown and trial.shown.followers_count is not None:
        shown = trial.shown.name or trial.shown.handle or trial.shown.account_id
        shown = short(printable(shown), 60)  # no name makes a line of its own
        count = f"{trial.shown.followers_count:,}"
        output.say(say("works_with", platform=name, name=shown, followers=count))
    else:
        output.say(say("works", platform=name))
    for remark in trial.remarks:
        output.say(say("remark", remark=remark))
    if trial.is_open:
        opened = say.name(dict.fromkeys((*trial.finds, *trial.reads, *trial.reacts)))
        output.say(say("opens", listings=opened))
        output.say(say("unseen", unseen=say.turn("shows_nobody", name, trial.unseen)))
    if trial.unknown:
        output.say(say("unknown_seeds", shown=", ".join(trial.unknown)))


def _tell_how_to_set(output: Output, say: Words, niche: str, lacks: str) -> None:
    variables = dict.fromkeys(_VARIABLE.findall(lacks))
    if not variables:
        return
    lines = "  ".join(f"{name}=..." for name in variables)
    key = "steps_of_telegram" if "TELEGRAM_API_ID" in variables else "set_it"
    output.say(say(key, lines=lines, path=output.workspace.dotenv, niche=niche))


def _tell_forecasts(
    output: Output, say: Words, niche: str, platforms: Sequence[str], minutes: float
) -> None:
    """The calls and the time of each platform, and when there will be a first list."""
    from leaders.niche import load_niche
    from leaders.overview import forecast_niche

    forecasts = [
        it for it in forecast_niche(output.workspace, load_niche(output.workspace, niche))
        if it.platform in platforms
    ]  # fmt: skip
    for forecast in forecasts:
        calls = f"{forecast.usual:,}"
        time_said = _tell_time(say, "takes", [forecast])
        output.say(say("forecast", platform=forecast.platform, calls=calls, time=time_said))
    whole = _tell_time(say, "whole", forecasts) or say("whole_unknown")
    is_short = all(it.days == 1 for it in forecasts) and 0 < _add_minutes(forecasts) <= minutes
    first = "first_whole" if is_short else "first_list"
    output.say(say(first, minutes=f"{minutes:g}", whole=whole))


def _add_minutes(forecasts: Sequence["Forecast"]) -> float:
    """How long platforms take one after the other, without those that have no limit."""
    return sum(it.minutes(it.usual) or 0 for it in forecasts)


def _tell_time(say: Words, key: str, forecasts: Sequence["Forecast"]) -> str:
    """How long platforms take one after the other; empty where none has a limit."""
    days = max((it.days for it in forecasts), default=1)
    if days > 1:
        return say(f"{key}_days", days=days)
    minutes = _add_minutes(forecasts)
    if not minutes:
        return ""
    if minutes >= 90:
        return say(f"{key}_hours", hours=f"{minutes / 60:.1f}")
    return say(key if key == "takes" else f"{key}_minutes", minutes=ceil(minutes))


def _make_list(
    output: Output, say: Words, niche: str, platforms: Sequence[str], minutes: float,
    calls: int | None, top: int,
) -> None:  # fmt: skip
    """Collect for some minutes, rank what was seen, show it as what it is."""
    from leaders import pipeline
    from leaders.cli.ranking import show_shortlist

    waiting = list(platforms)
    end = time.monotonic() + 60 * minutes

    def collect_one(platform: str) -> "CollectReport":
        """What quick platforms leave of the time goes to the others."""
        share = _share(end - time.monotonic(), len(waiting))
        waiting.remove(platform)
        with output.progress(say("collecting", niche=niche, platform=platform)) as tell:
            report = pipeline.collect_platform(
                output.workspace, niche, platform, telling(tell),
                calls=calls, minutes=share,
            )  # fmt: skip
        output.say(report.describe())
        return report

    with telling_how_to_go_on(f"leaders run {niche}"):
        reports, left_out = pipeline.collect_each(output.workspace, niche, collect_one)
    with output.progress(say("ranking", niche=niche)):
        pipeline.rank(output.workspace, niche)
    cut = _tell_cuts(reports, left_out)
    show_shortlist(output, niche, top, as_json=False, mark=say("mark") if cut else "")
    output.say(say("provisional", cut=cut) if cut else say("whole"))
    if gaps := sum(sum(report.gaps.values()) for report in reports):
        output.say(say("known_in_part", count=f"{gaps:,}"))
    failed = {name: why for name, why in left_out.items() if name in platforms}
    for line in pipeline.tell_left_out(failed):  # those without a credential are told already
        output.say(say("left_out", shown=line))
    output.say(say("next_run", niche=niche))


def _share(seconds: float, platforms: int) -> float:
    """Minutes of one of so many platforms that wait, never none at all."""
    return max(LEAST_MINUTES, seconds / 60 / platforms)


def _tell_cuts(reports: Sequence["CollectReport"], left_out: dict[str, str]) -> str:
    """Why a list is of a part: which platforms were stopped or left out; empty where none was."""
    from leaders.collect.report import NOTHING_LEFT

    cut = [f"{it.platform}: {it.stopped}" for it in reports if it.stopped != NOTHING_LEFT]
    return "; ".join([*cut, *left_out])
