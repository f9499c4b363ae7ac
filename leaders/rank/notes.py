"""What a ranking says of itself: what it was made from and what could not be seen."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import polars as pl

from leaders.niche import Niche
from leaders.rank.attention import WINDOW_DAYS
from leaders.rank.components import COMPONENTS
from leaders.rank.membership import IN, OUT, REVIEW, THIN, Membership
from leaders.rank.recording import RankedList
from leaders.wording import counted

STABLE, USABLE = 0.9, 0.75
OF_INTERACTIONS = ("engaged_audience", "interaction_pagerank", "affinity")
TOO_OLD = (
    f"no interaction that was collected is from the last {WINDOW_DAYS} days, and older ones "
    "count for nothing"
)
"""Why what is measured by interactions is not measured, though there are some."""

UNATTENDED = "no follow of these accounts and no interaction with them is stored"
"""Why a list says nothing of whom people attend to."""


def make_notes(
    niche: Niche,
    candidates: pl.DataFrame,
    judged: Membership,
    ranked: Sequence[RankedList],
    weights: Mapping[str, float],
    *,
    is_too_old: bool = False,
) -> list[str]:
    """Sentences for whoever reads the ranking.

    candidates: all that were judged, with role, followers_count and coverage.
    is_too_old: whether there are interactions, and all of them are too old to count.
    """
    notes = []
    if candidates.height >= niche.limits.candidates:
        notes.append(
            f"the limit of {counted(niche.limits.candidates, 'candidate')} was reached: "
            "others may be left out"
        )
    notes += _tell_membership(niche, judged)
    for one in ranked:
        notes += _tell_list(niche, one)
        notes += _tell_absent(one, weights, judged, is_too_old=is_too_old)
        notes += _tell_stability(one)
    notes += _tell_unattended(ranked)
    notes += _tell_short(niche, ranked)
    listed = np.concatenate([one.rows for one in ranked]) if ranked else np.empty(0, dtype=int)
    notes += _tell_coverage(candidates[np.sort(listed)])
    return notes


def find_unattended(notes: Sequence[str]) -> list[str]:
    """Of a ranking's notes those on lists that are no measure of attention."""
    return [note for note in notes if UNATTENDED in note]


def _tell_membership(niche: Niche, judged: Membership) -> Iterator[str]:
    if not judged.is_judged:
        yield (
            "who belongs to the niche was not judged, because it has no seeds: "
            "everybody collected or imported for it is ranked"
        )
        return
    count = {zone: int((judged.zone == zone).sum()) for zone in (IN, REVIEW, OUT, THIN)}
    yield (
        f"{counted(len(judged.zone), 'candidate')}: {count[IN]:,} of the niche, "
        f"{count[REVIEW]:,} in doubt (leaders review {niche.name}), {count[OUT]:,} not of it"
        + (f", {count[THIN]:,} of whom too little is known" if count[THIN] else "")
    )


def _tell_list(niche: Niche, one: RankedList) -> Iterator[str]:
    scores, scored = one.scores, _count_scored(one)
    recipe = ", ".join(f"{name} {100 * w:.0f} %" for name, w in scores.weights.items())
    yield f"{one.name}: {scored:,} ranked by {recipe or 'nothing: all are tied'}"
    if scored < len(one.rows):
        too_large = ", or too large for hidden_gems" * (niche.score.preset == "hidden_gems")
        yield (
            f"{one.name}: {len(one.rows) - scored:,} more without a score: less than 60 % of what "
            f"counts could be measured{too_large}"
        )
    held = [name for name in scores.weights if not COMPONENTS[name].is_redrawn]
    if held:
        yield f"{one.name}: {', '.join(held)} held still in the intervals: not drawn again"


def _count_scored(one: RankedList) -> int:
    return int((one.scores.rank > 0).sum())


def _tell_absent(
    one: RankedList, weights: Mapping[str, float], judged: Membership, *, is_too_old: bool
) -> Iterator[str]:
    """What counts and could be measured of nobody, by why that is."""
    absent: dict[str, list[str]] = {}
    for name, weight in weights.items():
        if weight > 0 and name not in one.scores.weights:
            why = "nothing, or too little, was collected"
            if name == "affinity" and not judged.is_judged:
                why = "without seeds nobody is known to be of the niche"
            elif name in OF_INTERACTIONS and is_too_old:
                why = TOO_OLD
            absent.setdefault(why, []).append(name)
    for why, names in absent.items():
        yield f"{one.name}: {', '.join(names)} left out for everybody: {why}"


def _tell_unattended(ranked: Sequence[RankedList]) -> Iterator[str]:
    """Lists of accounts whose audience nobody brought: as account lists of other tools are."""
    for measured, how in (
        ({"reach"}, "only by the followers that they declare"),
        (set(), "by nothing"),
    ):
        names = [one.name for one in ranked if set(one.scores.weights) == measured]
        if names:
            yield (
                f"{', '.join(names)}: ordered {how}, because {UNATTENDED}; bring edges or posts "
                "(leaders import --as edges, --as members or --as posts), or collect where that "
                "is possible"
            )


def _tell_short(niche: Niche, ranked: Sequence[RankedList]) -> Iterator[str]:
    """Lists of which everybody is among the first, in whatever order."""
    size = niche.shortlist.size
    short = [
        f"{one.name} {_count_scored(one):,}" for one in ranked if 0 < _count_scored(one) <= size
    ]
    if short:
        yield (
            f"solid is no distinction in a list with no more accounts than the {size:,} asked for "
            f"(shortlist.size): {', '.join(short)}"
        )


def _tell_stability(one: RankedList) -> Iterator[str]:
    rbo, overlap = one.confidence.rbo, one.confidence.overlap
    if np.isnan(rbo):
        yield f"{one.name}: too much is tied, or too little was seen, to say how stable it is"
        return
    label = "stable" if rbo >= STABLE else "usable" if rbo >= USABLE else "good for exploring only"
    yield (
        f"{one.name}: {label}: with other people seen the list is alike to {rbo:.2f} "
        f"(rank-biased overlap), and keeps {overlap:.0%} of its first"
    )


def _tell_coverage(listed: pl.DataFrame) -> Iterator[str]:
    partly = listed.filter(pl.col("coverage") < 1).height
    unknown = listed["coverage"].null_count()
    if partly:
        yield (
            f"the audience of {counted(partly, 'account')} was seen in part, the newest first: "
            "no interval covers what such a cut hides"
        )
    if unknown:
        yield f"how much of the audience was seen is not known for {counted(unknown, 'account')}"
