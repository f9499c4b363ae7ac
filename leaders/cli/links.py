"""Who is one person: links."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leaders.cli.niches import AsJson, NicheName, WhoAnswers
from leaders.cli.output import Output, ask_line, printable, short
from leaders.errors import LeadersError, UsageMistake
from leaders.model import show_platform
from leaders.wording import counted

if TYPE_CHECKING:
    from leaders.identity import Links
    from leaders.identity.guesses import Guess
    from leaders.identity.profiles import Profile
    from leaders.niche import Niche

KEYS = "y yes, n no, s skip, u undo, q quit"
FEW_PEOPLE = 20
Two = tuple[str, str]


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(links)


def links(
    context: typer.Context,
    niche: NicheName,
    size: Annotated[int, typer.Option(min=1, max=100_000, help="Ask about so many at most.")] = 50,
    csv: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the guesses as CSV to fill in.")
    ] = None,
    answers: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Take the filled table in.")
    ] = None,
    yes: Annotated[
        Two | None, typer.Option("--yes", metavar="A B", help="These two are one person.")
    ] = None,
    no: Annotated[
        Two | None, typer.Option("--no", metavar="A B", help="These two are not one person.")
    ] = None,
    undo: Annotated[
        Two | None, typer.Option("--undo", metavar="A B", help="Take back what was said of them.")
    ] = None,
    by: WhoAnswers = "reviewer",
    as_json: AsJson = False,
) -> None:
    """Say which accounts are one person: what is proved is shown, what is guessed is asked."""
    from leaders.identity import load_links
    from leaders.niche import load_niche

    output: Output = context.obj
    if sum(it is not None for it in (csv, answers, yes, no, undo)) + as_json > 1:
        raise UsageMistake("--csv, --answers, --yes, --no, --undo and --json do not go together.")
    read = load_niche(output.workspace, niche)
    if said := yes or no or undo:
        _say(output, read, said, None if undo else yes is not None, by)
        return
    found = load_links(output.workspace, read)
    if as_json:
        output.json(_describe(output, read, found, size))
    elif csv is not None:
        _write(output, found, size, csv)
    elif answers is not None:
        _take_in(output, found, answers, by)
    else:
        _list_people(output, found)
        dialogue = _Dialogue(output, found, by)
        dialogue.run(size)
        if dialogue.is_unheard and not sys.stdin.isatty():
            output.say(
                f"Without a terminal: leaders links {niche} --csv FILE writes questions, "
                "--answers FILE reads them; --yes A B and --no A B say it of two accounts."
            )
        if dialogue.given:
            output.say(f"Next: leaders rank {niche}")


def _say(output: Output, niche: "Niche", two: Two, is_same: bool | None, by: str) -> None:
    """Store what is said of two accounts, or take back what was (None)."""
    from leaders.identity import Answer, decide, undo
    from leaders.store import Store
    from leaders.store.naming import find_one, find_ranking

    with Store(output.workspace, must_exist=True) as store:
        ranking = find_ranking(store, niche.name)
        found = [find_one(store, ranking, niche.name, it) for it in two]
    for (number, _), text in zip(found, two, strict=True):
        if number is None:
            raise LeadersError(f"{text} is suppressed, and nothing is kept of it.")
    one, other = sorted(name for _, name in found)
    if one == other:
        raise UsageMistake(f"{two[0]} and {two[1]} are one account: {one}.")
    if is_same is None:
        count = undo(output.workspace, one, other)
        output.say(f"{one} and {other}: {counted(count, 'word')} taken back")
    else:
        decide(output.workspace, [Answer(one, other, is_same)], by, datetime.now(UTC))
        output.say(f"{one} and {other} are {'one person' if is_same else 'two people'}")
    output.say(f"Next: leaders rank {niche.name}")


def _describe(output: Output, niche: "Niche", found: "Links", size: int) -> dict[str, Any]:
    from leaders.identity import describe_guess, load_people_list

    try:
        people = load_people_list(output.workspace, niche).to_dicts()
    except LeadersError:  # nothing is ranked yet: who is one person is known all the same
        people = []
    return {
        "niche": found.niche,
        "as_of": found.as_of.isoformat(),
        "people": [
            {"accounts": [it.account_id for it in group], "why": found.tell_why(group)}
            for group in found.groups
        ],
        "left_out": [
            {"account_id": it.account_id, "other_id": it.other_id} for it in found.left_out
        ],
        "questions": [describe_guess(found, it) for it in found.guesses[:size]],
        "ranked_people": people,
    }


def _write(output: Output, found: "Links", size: int, path: Path) -> None:
    from leaders.identity import write_questions

    guesses = found.guesses[:size]
    if not guesses:
        output.say("No two accounts are left to ask about.")
        return
    write_questions(found, guesses, path)
    output.say(f"wrote {path}: {counted(len(guesses), 'guess', 'guesses')}; fill in is_same_person")
    output.say(f"Next: leaders links {found.niche} --answers {path}")


def _take_in(output: Output, found: "Links", path: Path, by: str) -> None:
    from leaders.identity import decide, read_answers

    answers = read_answers(found, path)
    if answers:
        decide(output.workspace, answers, by, datetime.now(UTC))
    output.say(f"{path}: {counted(len(answers), 'new answer')}")
    if answers:
        output.say(f"Next: leaders rank {found.niche}")


def _list_people(output: Output, found: "Links") -> None:
    count = counted(len(found.groups), "person with", "people with")
    output.say(f"{found.niche}: {count} several accounts, as of {found.as_of:%Y-%m-%d %H:%M} UTC")
    for group in found.groups[:FEW_PEOPLE]:
        typer.echo(printable(" = ".join(_call(it) for it in group)))
        for sentence in found.tell_why(group):
            typer.echo(printable(f"  {sentence}"))
    if len(found.groups) > FEW_PEOPLE:
        output.say(f"and {len(found.groups) - FEW_PEOPLE:,} more; all: --json")
    for it in found.left_out:
        output.say(
            f"careful: {it.account_id} and {it.other_id} are not joined ({it.status}): somebody "
            "said no to a pair that they would bring together"
        )


def show_people(output: Output, niche: "Niche", top: int) -> None:
    """The people of the last ranking across platforms, each once, as a table."""
    from leaders.identity import is_across, load_people_list

    people = load_people_list(output.workspace, niche)
    if people.is_empty() or not is_across(people):
        return
    cells = [
        [
            "" if row["place"] is None else str(row["place"]),
            short(row["name"], 40),
            row["platforms"],
            _tell_bounds(row["people_at_least"], row["people_at_most"]),
            row["basis"],
        ]
        for row in people.head(top).iter_rows(named=True)
    ]
    columns = ("place", "name", "platforms", "niche people a post", "by")
    output.table(f"{niche.title}: people across platforms", columns, cells, columns[:1])


def _tell_bounds(least: float | None, most: float | None) -> str:
    if least is None:
        return "not known"
    if most is None:
        return f"at least {least:,.0f}"
    return f"{least:,.0f}" if least == most else f"{least:,.0f} to {most:,.0f}"


def _call(profile: "Profile") -> str:
    name = short(profile.name or profile.handle or "", 40)
    return f"{show_platform(profile.platform)}: {name} ({profile.account_id})"


class _Dialogue:
    """Questions and answers on a terminal; each answer is stored before the next question."""

    def __init__(self, output: Output, found: "Links", by: str) -> None:
        self.output, self.found, self.by = output, found, by
        self.given: list[tuple[int, datetime]] = []
        """The place of each question that was answered, and when."""
        self.is_unheard = False
        """Whether something was asked and nobody said anything at all."""

    def run(self, size: int) -> None:
        """Ask until nothing is left or the person quits, by q, by the end of input or by ctrl-C."""
        guesses = self.found.guesses[:size]
        self.is_unheard = bool(guesses)
        if not guesses:
            self.output.say("No two accounts are left to ask about.")
        place = 0
        try:
            while place < len(guesses):
                self._show(guesses[place], f"{place + 1} of {len(guesses)}")
                place = self._answer(guesses, place)
        except (typer.Abort, KeyboardInterrupt):
            self.output.say("")

    def _show(self, guess: "Guess", number: str) -> None:
        self.output.say("")
        self.output.say(f"{number}  one person with probability {guess.probability:.2f}?")
        for row in (guess.one, guess.other):
            profile = self.found.profiles[row]
            self.output.say(printable(f"  {_call(profile)}  {profile.url or ''}"))
            self.output.say(printable(f"    {short(profile.bio or 'says nothing of itself', 200)}"))
        for reason in guess.reasons:
            self.output.say(printable(f"  {reason.nats:+5.1f}  {reason.words}"))

    def _answer(self, guesses: list["Guess"], place: int) -> int:
        """Take one answer; returns the place of the next question, behind the last one to quit."""
        from leaders.filled_table.answers import read_word

        while True:
            key = ask_line(f"Are they one person? ({KEYS})").casefold()
            self.is_unheard = False
            is_same = read_word(key)
            if is_same is not None:
                self._store(guesses[place], place, is_same)
                return place + 1
            if key in ("s", "skip"):
                return place + 1
            if key in ("q", "quit"):
                return len(guesses)
            if key in ("u", "undo") and self.given:
                return self._undo(guesses)
            self.output.say("  nothing to undo" if key in ("u", "undo") else f"  {KEYS}")

    def _store(self, guess: "Guess", place: int, is_same: bool) -> None:
        from leaders.identity import Answer, decide, tell_reasons

        one, other = (self.found.profiles[it].account_id for it in guess[:2])
        now = datetime.now(UTC)
        answer = Answer(one, other, is_same, tell_reasons(guess.reasons))
        decide(self.output.workspace, [answer], self.by, now)
        self.given.append((place, now))

    def _undo(self, guesses: list["Guess"]) -> int:
        from leaders.identity import undo

        place, at = self.given.pop()
        one, other = (self.found.profiles[it].account_id for it in guesses[place][:2])
        undo(self.output.workspace, one, other, at)
        self.output.say(f"  undone: {one} and {other}")
        return place
