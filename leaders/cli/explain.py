"""The command that explains one account's place."""

import shutil
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from leaders.cli.explain_places import tell_places
from leaders.cli.niches import AsJson, NicheName, not_empty
from leaders.cli.output import Output, printable
from leaders.wording import counted

if TYPE_CHECKING:
    from leaders.explanation import Explanation, Gap, Membership, Part, Place
    from leaders.explanation.change import Change, Span, Step
    from leaders.explanation.unusual import Unusual

WIDTH = 120
BAR = 20
FILLED, EMPTY, BELOW = "█", "·", "-"


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(explain)


def explain(
    context: typer.Context,
    niche: NicheName,
    account: Annotated[
        str,
        typer.Argument(
            metavar="ACCOUNT", callback=not_empty, help="Its id, handle, name or address."
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Explain an account's place in the last ranking, or why it has none."""
    from leaders.explanation import explain as explain_account
    from leaders.niche import load_niche

    output: Output = context.obj
    told = explain_account(output.workspace, load_niche(output.workspace, niche), account)
    for caution in told.cautions:
        output.say(f"careful: {caution}")
    if as_json:
        output.json(asdict(told))
        return
    width = shutil.get_terminal_size((WIDTH, 24)).columns
    for line in tell(told):
        typer.echo("\n".join(_fold(printable(line), width)))


def tell(told: "Explanation") -> Iterator[str]:
    """The lines of an explanation; what strangers wrote is in them as it is."""
    account = told.account
    yield f"{_call(account.handle, account.name, account.account_id)}  {account.account_id}"
    yield from [account.url] if account.url else []
    yield f"{told.niche} as of {told.as_of:%Y-%m-%d %H:%M} UTC, ranking {told.ranking['ranking']}"
    yield ""
    if told.place:
        yield from _tell_place(told.place)
    yield from told.why
    if told.contact:
        yield f"contact: {told.contact}"
    if told.components:
        yield from _section("Score, in points", _tell_parts(told.components))
    if told.membership and told.membership.is_judged:
        yield from _section("Of the niche", _tell_membership(told.membership))
    if told.role:
        reason = "a person decided" if told.role.is_decided else told.role.evidence
        yield from _section("Role", [f"{told.role.role}: {reason}" if reason else told.role.role])
    yield from _tell_audience(told)
    if told.unusual:
        yield from _section("Flags", _tell_unusual(told.unusual))
    if told.facts:
        yield from _section("Facts", told.facts.sentences)
    gaps = [
        *(_tell_gap(told.above, "above") if told.above else []),
        *(_tell_gap(told.below, "below") if told.below else []),
    ]
    if gaps:
        yield from _section("Just above and below", gaps)
    if told.change:
        yield from _section("What would change the rank", _tell_change(told.change, told))


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield ""
    yield title
    yield from (f"  {line}" for line in lines)


def _tell_place(place: "Place") -> Iterator[str]:
    tied = f", tied with {place.tied} more" if place.tied else ""
    yield f"{place.list}: rank {place.rank} of {place.of}{tied}, score {place.score:.2f}"
    if place.rank_low is not None:
        among = "" if place.p_top is None else f"; among the first {place.top}: {place.p_top:.0%}"
        standing = f", {place.standing}" if place.standing else ""
        yield f"90 % rank interval {place.rank_low} to {place.rank_high}{among}{standing}"
    if place.stress is not None:
        one = ": it depends on one source" if place.depends_on_one_source else ""
        best, worst = place.stress
        yield f"without some seeds, or without a layer: rank {best} to {worst}{one}"


def _tell_parts(parts: Iterable["Part"]) -> Iterator[str]:
    parts = list(parts)
    most = max(*(abs(part.contribution) for part in parts), *(part.best for part in parts), 1e-9)
    longest = max(len(part.name) for part in parts)
    for part in parts:
        bar = draw_bar(part.contribution, max(part.best, 0.0), most)
        above = "" if part.percentile is None else f"  {_tell_percentile(part)}"
        yield f"{_plain(part.name):<{longest}}  {bar} {part.contribution:6.2f}{above}"
        value = (
            "" if part.name not in _components() and part.value is None
            else "not measured: neutral; " if part.value is None
            else f"{show_value(part.value, part.form)} "
        )  # fmt: skip
        yield f"    {value}{part.meaning}"


def _components() -> Iterable[str]:
    from leaders.rank import COMPONENTS

    return COMPONENTS


def draw_bar(points: float, best: float, most: float) -> str:
    """A bar of ``points`` on the scale of ``most``, with a dotted rest up to ``best``."""
    filled = min(BAR, round(BAR * abs(points) / most))
    rest = max(0, min(BAR, round(BAR * best / most)) - filled)
    return ((FILLED if points >= 0 else BELOW) * filled + EMPTY * rest).ljust(BAR)


def _tell_percentile(part: "Part") -> str:
    percentile = f"{100 * (part.percentile or 0):.0f} %"
    if part.basis == "normal curve":
        return f"above {percentile} (by the normal curve, {part.among} measured)"
    if part.basis == "list":
        return f"above {percentile} of {part.among:,}"
    return f"above {percentile} of those of an earlier ranking"


def show_value(value: float, form: str) -> str:
    """A component's value as a person reads it: four digits that count."""
    if form == "share":
        return f"{value:.1%}"
    if form == "count" or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.4g}"


def _tell_membership(membership: "Membership") -> Iterator[str]:
    if membership.pinned_by:
        yield "settled as said above; the evidence, which did not count, would be:"
    else:
        yield f"probability {membership.probability:.1%}"
    for family in membership.families:
        nats = "   none" if family.nats is None else f"{family.nats:+7.2f}"
        yield f"{nats}  {_plain(family.name)}: {family.words}"
    if membership.base is not None:
        yield f"{membership.base:+7.2f}  before any evidence (all in nats of log-odds)"


def _tell_audience(told: "Explanation") -> Iterator[str]:
    """How much of its audience was seen, and where its members say that they are."""
    if told.seen:
        careful = [
            "careful: no interval covers what an audience seen in part hides"
        ] * told.seen.is_partial
        yield from _section("Coverage", [told.seen.words, *careful, *told.lacking])
    if told.members_places:
        yield from _section("Members' places", tell_places(told.members_places))


def _tell_unusual(unusual: "Unusual") -> Iterator[str]:
    if unusual.raised:
        yield f"risk level {unusual.level}: a reason to look, no verdict and no part of the score"
    for flag in unusual.raised:
        yield f"{_plain(flag.flag)}: {flag.sentence}"
        yield f"  measured on {counted(flag.seen, flag.measured_on)}"
        yield f"  by {flag.formula}"
        yield f"  it may be nothing but {flag.cautions}"
    if unusual.usual:
        yield f"looked at and not unusual: {', '.join(map(_plain, unusual.usual))}"
    if unusual.unmeasured:
        yield f"too little data to look at: {', '.join(map(_plain, unusual.unmeasured))}"
    if unusual.never:
        never = (f"{_plain(name)} ({why})" for name, why in unusual.never.items())
        yield f"never looked at: {', '.join(never)}"


def _tell_gap(gap: "Gap", way: str) -> Iterator[str]:
    parts = ", ".join(f"{points:+.2f} {_plain(name)}" for name, points in gap.differences.items())
    yield (
        f"{gap.rank}. {_call(gap.handle, gap.name, gap.account_id)} ({gap.score:.2f}) is {way} "
        f"by {abs(gap.points):.2f} points: {parts}"
    )
    if gap.overlaps is not None:
        yield (
            "  the rank intervals overlap: not separable on this data" if gap.overlaps
            else "  the rank intervals do not overlap"
        )  # fmt: skip


def _tell_change(change: "Change", told: "Explanation") -> Iterator[str]:
    if not change.is_computed:
        yield "not computed: the score is no sum of what single components give"
        return
    forms = {part.name: part.form for part in told.components}
    if told.above:
        above = _call(told.above.handle, told.above.name, told.above.account_id)
        enough = [step for step in change.steps if step.more_than is not None]
        never = [_plain(step.component) for step in change.steps if step.more_than is None]
        if enough:
            yield f"to pass {above}, all else equal, one of:"
        yield from (f"  {_tell_step(step, forms[step.component])}" for step in enough)
        if never:
            also = (
                "not enough would be"
                if enough
                else f"to pass {above}, all else equal, not enough is"
            )
            yield f"{also} the list's highest {', '.join(never)} alone"
    else:
        yield "nobody who is shown is above it"
    yield from (_tell_span(span) for span in change.missing)


def _tell_step(step: "Step", form: str) -> str:
    about = "about " if step.is_about else ""
    assert step.more_than is not None
    return (
        f"{_plain(step.component)}: {about}more than {show_value(step.more_than, form)} instead of "
        f"{show_value(step.value, form)} (above {100 * (step.percentile or 0):.0f} %): "
        f"rank {step.rank} or better"
    )


def _tell_span(span: "Span") -> str:
    names = ", ".join(_plain(name) for name in span.components)
    return (
        f"not measured: {names}; reading it could give a score of {span.score_low:.2f} to "
        f"{span.score_high:.2f}, rank {span.rank_low} to {span.rank_high}"
    )


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _call(handle: str | None, name: str | None, account_id: str) -> str:
    return handle or name or account_id


def _fold(line: str, width: int) -> list[str]:
    """A line in as many as the terminal needs, those that follow set in."""
    if len(line) <= width:
        return [line]
    inset = " " * (len(line) - len(line.lstrip()) + 4)
    return textwrap.wrap(
        line, width, subsequent_indent=inset, drop_whitespace=True, break_on_hyphens=False
    )
