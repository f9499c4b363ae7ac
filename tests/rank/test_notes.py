"""What a ranking says of itself."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from leaders.niche import Niche
from leaders.rank.confidence import judge_confidence
from leaders.rank.membership import IN, OUT, REVIEW, THIN, Membership
from leaders.rank.notes import STABLE, USABLE, make_notes
from leaders.rank.recording import RankedList
from leaders.rank.score import score_values

NAN = float("nan")
WEIGHTS = {"follow_pagerank": 0.5, "core": 0.25, "reach": 0.25}


def make_niche(candidates: int = 100) -> Niche:
    limits = {"candidates": candidates}
    return Niche(name="yarn", title="Y", platforms=("files",), limits=limits)


def make_judged(*zones: str, is_judged: bool = True) -> Membership:
    nothing = np.zeros(len(zones))
    return Membership(nothing, nothing, np.array(zones), nothing > 0, {}, nothing.astype(int),
                      nothing, 0.1, is_judged)  # fmt: skip


def make_list(rbo: float = 0.95, **values: list[float]) -> RankedList:
    values = {"follow_pagerank": [3.0, 2.0, 1.0], "core": [1.0, 2.0, NAN], **values}
    arrays = {name: np.array(column) for name, column in values.items()}
    arrays.setdefault("reach", np.full(3, NAN))
    scores = score_values(arrays, WEIGHTS)
    confidence = judge_confidence(scores.score, np.tile(scores.score, (3, 1)), (2,))
    confidence = replace(confidence, rbo=rbo, overlap=0.8)
    return RankedList("creators", np.arange(3), scores, confidence, np.empty((0, 3), dtype=int))


def told(
    ranked: list[RankedList], judged: Membership | None = None, niche: Niche | None = None,
    coverage: tuple[float | None, ...] = (1.0, 1.0, 1.0),
) -> list[str]:  # fmt: skip
    candidates = pl.DataFrame({"coverage": coverage}, schema={"coverage": pl.Float64})
    judged = judged or make_judged(IN, IN, IN)
    return make_notes(niche or make_niche(), candidates, judged, ranked, WEIGHTS)


def test_the_recipe_and_what_it_lacks() -> None:
    notes = told([make_list()])
    assert "creators: 3 ranked by follow_pagerank 67 %, core 33 %" in notes
    assert (
        "creators: reach left out for everybody: nothing was collected to measure it by"
    ) in notes
    assert "creators: core held still in the intervals: not drawn again" in notes


def test_who_has_no_score_is_counted() -> None:
    notes = told([make_list(follow_pagerank=[3.0, 2.0, NAN])])
    assert any(note.startswith("creators: 1 more have no score") for note in notes)
    assert not any("no score" in note for note in told([make_list()]))


def test_who_is_of_the_niche_is_counted_by_zone() -> None:
    notes = told([make_list()], make_judged(IN, IN, REVIEW, OUT, OUT, OUT, THIN))
    assert (
        "of 7 candidates 2 are of the niche, 1 are in doubt (leaders review yarn), 3 are not, "
        "of 1 too little is known"
    ) in notes
    unjudged = told([make_list()], make_judged(IN, is_judged=False))
    assert any("was not judged, because it has no seeds" in note for note in unjudged)


@pytest.mark.parametrize(
    ("rbo", "label"),
    [(STABLE, "stable"), (STABLE - 0.01, "usable"), (USABLE, "usable"),
     (USABLE - 0.01, "good for exploring only")],
)  # fmt: skip
def test_how_stable_a_list_is(rbo, label) -> None:
    assert any(note.startswith(f"creators: {label}: ") for note in told([make_list(rbo)]))


def test_stability_that_cannot_be_told_is_not() -> None:
    notes = told([make_list(NAN)])
    assert "creators: too much is tied, or too little was seen, to say how stable it is" in notes


def test_the_limit_is_told_where_it_was_reached() -> None:
    assert any("limit of 3 candidates" in note for note in told([], niche=make_niche(3)))
    assert not any("limit of" in note for note in told([], niche=make_niche(4)))


def test_coverage_is_told_of_those_who_are_listed() -> None:
    notes = told([make_list()], coverage=(0.5, None, 1.0))
    assert any(note.startswith("the audience of 1 accounts was seen in part") for note in notes)
    assert "how much of their audience was seen is not known for 1 accounts" in notes
    assert not any("audience" in note for note in told([make_list()]))
    assert not any("audience" in note for note in told([], coverage=(0.5, None, 1.0)))
