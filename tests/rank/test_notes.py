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


def make_niche(candidates: int = 100, **said: dict[str, object]) -> Niche:
    limits = {"candidates": candidates}
    return Niche(name="yarn", title="Y", platforms=("files",), limits=limits, **said)


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
    coverage: tuple[float | None, ...] = (1.0, 1.0, 1.0), weights: dict[str, float] = WEIGHTS,
    *, is_too_old: bool = False,
) -> list[str]:  # fmt: skip
    candidates = pl.DataFrame({"coverage": coverage}, schema={"coverage": pl.Float64})
    judged = judged or make_judged(IN, IN, IN)
    return make_notes(
        niche or make_niche(), candidates, judged, ranked, weights, is_too_old=is_too_old
    )


def test_the_recipe_and_what_it_lacks() -> None:
    notes = told([make_list()])
    assert "creators: 3 ranked by follow_pagerank 67 %, core 33 %" in notes
    assert "creators: reach left out for everybody: nothing, or too little, was collected" in notes
    assert "creators: core held still in the intervals: not drawn again" in notes


def test_who_has_no_score_is_counted() -> None:
    notes = told([make_list(follow_pagerank=[3.0, 2.0, NAN])])
    assert (
        "creators: 1 more without a score: less than 60 % of what counts could be measured"
    ) in notes
    assert not any("a score" in note for note in told([make_list()]))


def test_only_hidden_gems_leave_somebody_out_for_its_size() -> None:
    ranked = [make_list(follow_pagerank=[3.0, 2.0, NAN])]
    for preset in ("collab", "hidden_gems"):
        notes = told(ranked, niche=make_niche(score={"preset": preset}))
        assert any("too large" in note for note in notes) == (preset == "hidden_gems")


def test_why_nobody_could_be_measured_is_true() -> None:
    weights = WEIGHTS | {"engaged_audience": 0.3, "affinity": 0.3}
    unjudged = make_judged(IN, is_judged=False)
    said = {
        (is_judged, is_too_old): [
            note
            for note in told(
                [make_list()], None if is_judged else unjudged, weights=weights,
                is_too_old=is_too_old,
            )
            if "left out for everybody" in note
        ]
        for is_judged in (True, False)
        for is_too_old in (True, False)
    }  # fmt: skip
    nothing = "nothing, or too little, was collected"
    old = "no interaction that was collected is from the last 180 days, and older ones count for "
    left_out = "creators: {} left out for everybody: {}".format
    assert said[True, False] == [left_out("reach, engaged_audience, affinity", nothing)]
    assert said[True, True] == [
        left_out("reach", nothing), left_out("engaged_audience, affinity", old + "nothing"),
    ]  # fmt: skip
    seeds = "without seeds nobody is known to be of the niche"
    assert said[False, False][1] == left_out("affinity", seeds)
    assert said[False, True][1:] == [
        left_out("engaged_audience", old + "nothing"), left_out("affinity", seeds),
    ]  # fmt: skip


@pytest.mark.parametrize(("size", "is_told"), [(2, False), (3, True), (4, True)])
def test_a_list_no_longer_than_asked_for_makes_solid_no_distinction(size, is_told) -> None:
    notes = told([make_list()], niche=make_niche(shortlist={"size": size}))
    sentence = (
        f"solid is no distinction in a list with no more accounts than the {size} asked for "
        "(shortlist.size): creators 3"
    )
    assert (sentence in notes) == is_told


def test_who_is_of_the_niche_is_counted_by_zone() -> None:
    notes = told([make_list()], make_judged(IN, IN, REVIEW, OUT, OUT, OUT, THIN))
    assert (
        "7 candidates: 2 of the niche, 1 in doubt (leaders review yarn), 3 not of it, "
        "1 of whom too little is known"
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
    assert any(note.startswith("the audience of 1 account was seen in part") for note in notes)
    assert "how much of the audience was seen is not known for 1 account" in notes
    assert not any("audience" in note for note in told([make_list()]))
    assert not any("audience" in note for note in told([], coverage=(0.5, None, 1.0)))
