"""Asking a person who belongs to a niche: review."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leaders.cli.niches import AsJson, NicheName, WhoAnswers
from leaders.cli.output import Output, ask_line, printable, short
from leaders.errors import UsageMistake
from leaders.model import Role, show_platform
from leaders.wording import counted

if TYPE_CHECKING:
    from leaders.niche import Niche
    from leaders.review import Decision, Review

KEYS = "y yes, n no, s skip, r its role is another, u undo, q quit"
ROLES = {role.value[:2]: role for role in Role} | {role.value: role for role in Role}
SHOWN = (
    "account_id", "platform", "name", "handle", "url", "kind", "role", "role_evidence",
    "followers_count", "probability", "zone", "list", "rank", "p_top", "worth",
)  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(review)


def review(
    context: typer.Context,
    niche: NicheName,
    size: Annotated[int, typer.Option(min=1, max=100_000, help="Ask about so many at most.")] = 50,
    csv: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the questions as CSV to fill in.")
    ] = None,
    answers: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Take the filled CSV in.")
    ] = None,
    by: WhoAnswers = "reviewer",
    as_json: AsJson = False,
) -> None:
    """Say who belongs to the niche, those first where it matters most; then rank again."""
    from leaders.niche import load_niche
    from leaders.review import load_review

    output: Output = context.obj
    if (csv is not None) + (answers is not None) + as_json > 1:
        raise UsageMistake("--csv, --answers and --json do not go together.")
    read = load_niche(output.workspace, niche)
    asked = load_review(output.workspace, read)
    if as_json:
        output.json(_describe(asked, size))
    elif csv is not None:
        _write(output, asked, size, csv)
    elif answers is not None:
        _conclude(output, read, _take_in(output, asked, answers, by))
    else:
        dialogue = _Dialogue(output, asked, by)
        dialogue.run(size)
        if dialogue.is_unheard and not sys.stdin.isatty():
            output.say(
                "Without a terminal: --csv FILE writes questions, --answers FILE reads them."
            )
        _conclude(output, read, len(dialogue.given))


def _describe(asked: "Review", size: int) -> dict[str, Any]:
    from leaders.review import put_in_words

    questions = asked.queue(size)
    return {
        "niche": asked.niche,
        "ranking_id": asked.ranking_id,
        "answered": asked.answered,
        "until_calibration": asked.missing,
        "questions": [
            {name: row[name] for name in SHOWN} | {"evidence": put_in_words(row)}
            for row in questions.iter_rows(named=True)
        ],
    }


def _write(output: Output, asked: "Review", size: int, path: Path) -> None:
    from leaders.review import write_questions

    questions = asked.queue(size)
    if questions.is_empty():
        output.say("Nobody is left to ask about.")
        return
    write_questions(questions, path)
    output.say(
        f"wrote {path}: {counted(questions.height, 'question')}; fill in is_member (yes, no) and, "
        f"where it is wrong, role ({', '.join(Role)})"
    )
    output.say(f"Next: leaders review {asked.niche} --answers {path}")


def _take_in(output: Output, asked: "Review", path: Path, by: str) -> int:
    """Store the decisions of a table; returns how many are new."""
    from leaders.review import decide, read_answers

    decisions = read_answers(asked, path)
    if decisions:
        decide(output.workspace, asked, decisions, by, datetime.now(UTC))
    output.say(f"{path}: {counted(len(decisions), 'new decision')}")
    return len(decisions)


def _conclude(output: Output, niche: "Niche", decided: int) -> None:
    from leaders.review import load_review

    now = load_review(output.workspace, niche)
    output.say(f"{niche.name}: {now.answered:,} answered; {_tell_calibration(now)}")
    if decided:
        output.say(f"Next: leaders rank {niche.name}")


def _tell_calibration(now: "Review") -> str:
    """How far it is until answers weigh the evidence; those given without any do not count."""
    if not now.is_judged:
        return (
            "the niche has no seeds, so nobody was judged and no answer weighs evidence yet "
            f"(from one yes on, leaders rank {now.niche} judges the others)"
        )
    without = now.answered - sum(now.usable)
    which = f"those with evidence ({sum(now.usable):,})" if without > 0 else "them"
    if now.missing:
        return f"{now.missing:,} more until membership is calibrated on {which}"
    return f"membership is calibrated on {which}"


class _Dialogue:
    """Questions and answers on a terminal; each answer is stored before the next question."""

    def __init__(self, output: Output, asked: "Review", by: str) -> None:
        self.output, self.asked, self.by = output, asked, by
        self.given: list[tuple[int, Decision, datetime, str]] = []
        """The question's place, the decision, when it was stored and the role shown before."""
        self.is_unheard = False
        """Whether something was asked and nobody said anything at all."""

    def run(self, size: int) -> None:
        """Ask until nobody is left, or the person quits, by q, by the end of input or by ctrl-C."""
        questions = self.asked.queue(size).to_dicts()
        self.is_unheard = bool(questions)
        if not questions:
            self.output.say("Nobody is left to ask about.")
        place = 0
        try:
            while place < len(questions):
                self._show(questions[place], f"{place + 1} of {len(questions)}")
                place = self._answer(questions, place)
        except (typer.Abort, KeyboardInterrupt):
            self.output.say("")

    def _show(self, row: dict[str, Any], number: str) -> None:
        from leaders.review import put_in_words

        platform = show_platform(row["platform"])
        followers = row["followers_count"]
        lines = (
            "",
            f"{number}  {platform}: {short(row['name'] or '', 60)}  {row['handle'] or ''}",
            f"  {row['url'] or row['account_id']}",
            f"  {row['kind']}; its role seems to be {row['role']}: {row['role_evidence'] or '?'}",
            f"  followers: {'not known' if followers is None else f'{followers:,}'}",
            f"  {put_in_words(row) or 'no evidence'}",
            "  whether it is of the niche was not judged: the niche has no seeds"
            if row["probability"] is None
            else f"  of the niche with probability {row['probability']:.2f}",
        )
        for line in lines:  # one by one: no name makes a line of its own
            self.output.say(printable(line))

    def _answer(self, questions: list[dict[str, Any]], place: int) -> int:
        """Take one answer; returns the place of the next question, behind the last one to quit."""
        from leaders.filled_table.answers import read_word

        row = questions[place]
        while True:
            key = ask_line(f"Is it of the niche? ({KEYS})").casefold()
            self.is_unheard = False
            is_member = read_word(key)
            if is_member is not None:
                self._store(place, row, is_member, None)
                return place + 1
            if key in ("s", "skip"):
                return place + 1
            if key in ("q", "quit"):
                return len(questions)
            if key in ("u", "undo"):
                if self.given:
                    return self._undo(questions)
                self.output.say("  nothing to undo")
            elif key in ("r", "role"):
                row["role"] = self._ask_role(place, row)
            else:
                self.output.say(f"  {KEYS}")

    def _ask_role(self, place: int, row: dict[str, Any]) -> str:
        """Store another role; an empty or unknown one changes nothing."""
        word = ask_line(f"Which role? ({', '.join(Role)})").casefold()
        role = ROLES.get(word[:2]) if len(word) < 3 else ROLES.get(word)
        if role is None:
            self.output.say("  no such role; left as it was")
            return str(row["role"])
        self._store(place, row, None, role)
        self.output.say(f"  its role is {role} from now on")
        return role.value

    def _store(
        self, place: int, row: dict[str, Any], is_member: bool | None, role: Role | None
    ) -> None:
        from leaders.review import Decision, decide

        now = datetime.now(UTC)
        decision = Decision(row["account_no"], row["account_id"], row["is_top"], is_member, role)
        decide(self.output.workspace, self.asked, [decision], self.by, now)
        self.given.append((place, decision, now, row["role"]))

    def _undo(self, questions: list[dict[str, Any]]) -> int:
        from leaders.review import undo

        place, decision, at, role = self.given.pop()
        undo(self.output.workspace, self.asked, decision, at)
        questions[place]["role"] = role
        self.output.say(f"  undone: {decision.account_id}")
        return place
