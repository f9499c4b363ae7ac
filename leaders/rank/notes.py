"""What a ranking says of itself: what it was made from and what could not be seen."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import polars as pl

from leaders.niche import Niche
from leaders.rank.components import COMPONENTS
from leaders.rank.membership import IN, OUT, REVIEW, THIN, Membership
from leaders.rank.recording import RankedList

STABLE, USABLE = 0.9, 0.75


def make_notes(
    niche: Niche,
    candidates: pl.DataFrame,
    judged: Membership,
    ranked: Sequence[RankedList],
    weights: Mapping[str, float],
) -> list[str]:
    """Sentences for whoever reads the ranking.

    candidates: all that were judged, with role, followers_count and coverage.
    """
    notes = []
    if candidates.height >= niche.limits.candidates:
        notes.append(
            f"the limit of {niche.limits.candidates:,} candidates was reached: "
            "others may be left out"
        )
    notes += _tell_membership(niche, judged)
    for one in ranked:
        notes += _tell_list(one, weights)
    listed = np.concatenate([one.rows for one in ranked]) if ranked else np.empty(0, dtype=int)
    notes += _tell_coverage(candidates[np.sort(listed)])
    return notes


def _tell_membership(niche: Niche, judged: Membership) -> Iterator[str]:
    if not judged.is_judged:
        yield (
            "who belongs to the niche was not judged, because it has no seeds: "
            "everybody collected or imported for it is ranked"
        )
        return
    count = {zone: int((judged.zone == zone).sum()) for zone in (IN, REVIEW, OUT, THIN)}
    yield (
        f"of {len(judged.zone):,} candidates {count[IN]:,} are of the niche, {count[REVIEW]:,} are "
        f"in doubt (leaders review {niche.name}), {count[OUT]:,} are not"
        + (f", of {count[THIN]:,} too little is known" if count[THIN] else "")
    )


def _tell_list(one: RankedList, weights: Mapping[str, float]) -> Iterator[str]:
    scores = one.scores
    scored = int((scores.rank > 0).sum())
    counted = ", ".join(f"{name} {100 * w:.0f} %" for name, w in scores.weights.items())
    yield f"{one.name}: {scored:,} ranked by {counted or 'nothing: all are tied'}"
    if scored < len(one.rows):
        yield (
            f"{one.name}: {len(one.rows) - scored:,} more have no score: less than 60 % of what "
            "counts could be measured of them, or the preset leaves them out"
        )
    absent = [name for name, w in weights.items() if w > 0 and name not in scores.weights]
    if absent:
        yield (
            f"{one.name}: {', '.join(absent)} left out for everybody: "
            "nothing was collected to measure it by"
        )
    held = [name for name in scores.weights if not COMPONENTS[name].is_redrawn]
    if held:
        yield f"{one.name}: {', '.join(held)} held still in the intervals: not drawn again"
    yield from _tell_stability(one)


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
            f"the audience of {partly:,} accounts was seen in part, the newest first: "
            "no interval covers what such a cut hides"
        )
    if unknown:
        yield f"how much of their audience was seen is not known for {unknown:,} accounts"
