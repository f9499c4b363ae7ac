"""A plan in words: what it buys, whom it reaches, how good and how sure it is."""

from collections.abc import Iterator
from math import floor
from typing import TYPE_CHECKING

from leaders.audience.coverage import FEWEST
from leaders.wording import counted

if TYPE_CHECKING:
    from leaders.audience.media_plan import MediaPlan

HALF = 0.5
TIMES = {2: "twice", 3: "three times"}


def summarise(made: "MediaPlan") -> Iterator[str]:
    """Sentences, the most important first."""
    wishes, code = made.wishes, made.wishes.currency
    bought = made.picks.height + int(made.views["is_bought"].sum())
    told = f"as of {made.as_of:%Y-%m-%d %H:%M} UTC, prices told by {made.priced_at:%Y-%m-%d}"
    if not bought:
        yield f"{made.niche}: nothing is bought for {wishes.budget:,.2f} {code}, {told}"
        yield _tell_nothing(made)
        return
    yield (
        f"{made.niche}: {counted(bought, 'placement')} for {made.spent:,.2f} of "
        f"{wishes.budget:,.2f} {code} ({wishes.budget - made.spent:,.2f} left), {told}"
    )
    if made.certificate is None:
        yield "nobody sees who the members of these audiences are: views are bought, not people"
        return
    if made.picks.is_empty():
        yield "none whose members are seen fits into the budget: views are bought, not people"
        return
    yield _tell_reach(made)
    yield from _tell_unseen(made)
    counts = f", each counted up to {wishes.frequency} times" if wishes.frequency > 1 else ""
    share = floor(1000 * round(made.certificate, 6)) / 10  # never rounded up
    yield f"at least {share:.1f} % of the best possible plan for the people seen{counts}"
    yield (
        f"{made.survivors} of {counted(made.picks.height, 'pick')} would be bought again in 8 of "
        "10 cases with every price off by up to 20 % and every exposure by up to 30 %"
    )


def _tell_nothing(made: "MediaPlan") -> str:
    if made.cheapest > made.wishes.budget:
        return f"the cheapest placement on offer costs {made.cheapest:,.2f} {made.wishes.currency}"
    if made.views.height and made.certificate is None:
        return "of those that fit into the budget neither members nor views are known"
    return f"of those that fit into the budget none is known to reach anybody ({made.target})"


def _tell_reach(made: "MediaPlan") -> str:
    once = made.reach[1]
    if once < FEWEST - HALF:
        return f"fewer than {FEWEST} people see it, of {made.target}"
    told = [f"{once:,.0f} people see it ({_percent(once / made.people)} of {made.people:,})"]
    for times, word in TIMES.items():
        if made.reach[times] < FEWEST - HALF:
            told.append(f"fewer than {FEWEST} {word} or more")
            break
        told.append(f"{made.reach[times]:,.0f} {word} or more")
    return f"{', '.join(told)}; {made.frequency:.2f} times each on average; of {made.target}"


def _tell_unseen(made: "MediaPlan") -> Iterator[str]:
    """What is known of members who were not seen: a bound says something where they are few."""
    if made.reach_at_most is None or made.seen_share is None:
        yield "how many members were not seen is not known, so that nothing bounds whom they add"
    elif made.seen_share < HALF:
        yield (
            f"{_percent(made.seen_share)} of the members that these accounts declare were seen; "
            "whom the plan reaches among the others is not known"
        )
    elif made.reach_at_most > made.reach[1] * 1.005:
        yield (
            f"at most {made.reach_at_most:,.0f} people, if all members who were not seen were of "
            "the target and in no other audience"
        )


def _percent(share: float) -> str:
    return "less than 0.1 %" if 0 < share < 0.001 else f"{share:.1%}".replace("%", " %")
