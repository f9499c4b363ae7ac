"""Whether the 90 % rank interval holds the true rank, where everything is known.

    python -m bench confidence [--quick]

Of complete graphs, simulated and real, each actor is seen with all that it did with probability
10 to 90 %; the product's own functions rank what is seen and say how sure they are; the truth is
the rank in the complete graph. Then what no resample can cover: lists cut to the newest, and hidden
lists. The real graphs need LEADERS_TEST_DATA.
"""

from collections.abc import Iterable

from bench.confidence.coverage import TARGET, Held, measure_caps, measure_sampling
from bench.confidence.worlds import World, real_worlds, simulated_world
from bench.tables import publish, table

SHARES = (0.1, 0.3, 0.5, 0.7, 0.9)
REPEATS = 2
TITLE = "# Whether the interval holds the true rank"


def run(*, is_quick: bool = False) -> None:
    """Measure; publish the tables, or only print them when it is quick."""
    parts = measure(is_quick=is_quick)
    if is_quick:
        print("\n\n".join(parts), flush=True)
    else:
        publish("confidence", TITLE, *parts)


def measure(*, is_quick: bool) -> list[str]:
    """The tables and the words between them, in Markdown."""
    if is_quick:
        worlds: Iterable[World] = [simulated_world(1, 1_000)]
        held = list(measure_sampling(worlds, (0.1, 0.9), 1))
        return [_say_sampling(held), _say_caps(measure_caps(simulated_world(1, 1_000)))]
    held = list(measure_sampling(_all_worlds(), SHARES, REPEATS))
    return [_say_sampling(held), _say_caps(measure_caps(simulated_world(1)))]


def _all_worlds() -> Iterable[World]:
    yield simulated_world(1)
    yield simulated_world(2)
    try:
        yield from real_worlds()
    except FileNotFoundError:
        print("LEADERS_TEST_DATA names no real data sets; only simulated worlds are measured.")


def _say_sampling(held: list[Held]) -> str:
    worst = min(held, key=lambda it: min(it.all, it.first))
    least = min(worst.all, worst.first)
    verdict = "met" if least >= TARGET else "MISSED"
    return (
        "## Actors seen by chance\n\n"
        "Share of accounts whose true rank is within the stated 90 % interval; *first*: the true "
        "first 100; width: mean ranks from end to end; *of ranks*: the width of all by the number "
        "of ranks.\n\n"
        f"{_table(held)}\n\n"
        f"Target ≥ {TARGET:.0%} everywhere: {verdict}. Least: {least:.1%} ({worst.world}, "
        f"{worst.what})."
    )


def _say_caps(held: Iterable[Held]) -> str:
    return (
        "## Lists cut to the newest, and hidden lists\n\n"
        "No resample can cover these: the people who are missing are not like those who are seen. "
        "There is no target; where an interval holds less than it says, the warnings of the "
        "shortlist (coverage, stress) must be read.\n\n"
        f"{_table(held)}"
    )


def _table(held: Iterable[Held]) -> str:
    header = ["graph", "seen", "accounts", "first: held", "width", "all: held", "width",
              "of ranks"]  # fmt: skip
    rows = [
        [it.world, it.what, f"{it.count:,}", f"{it.first:.3f}", f"{it.first_width:.0f}",
         f"{it.all:.3f}", f"{it.all_width:.0f}", f"{it.all_width / max(it.count, 1):.0%}"]
        for it in held
    ]  # fmt: skip
    return table(header, rows)
