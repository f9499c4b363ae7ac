"""Calibration: the defaults without answers, known answers, and better probabilities with them."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from leaders.graph import build_graph
from leaders.platforms.simulated import simulate
from leaders.rank.calibration import (
    DEFAULT,
    FAMILIES,
    FEWEST_ANSWERS,
    SIGMA,
    Calibration,
    calibrate,
)
from leaders.rank.membership import (
    INTERCEPT,
    WEIGHTS,
    Evidence,
    Membership,
    judge_membership,
    usual_prior,
)
from leaders.rank.network import NicheNetwork


def make_answers(said: list[bool], is_top: list[bool], prior: float = 0.5, **parts) -> pl.DataFrame:
    count = len(said)
    return pl.DataFrame(
        {"is_member": said, "prior": [prior] * count, "is_top": is_top}
        | {name: parts.get(name, [None] * count) for name in FAMILIES},
        schema_overrides=dict.fromkeys(FAMILIES, pl.Float64),
    )


def sigmoid(nats: float) -> float:
    return float(1 / (1 + np.exp(-nats)))


# Known answers


def test_without_thirty_answers_the_defaults_stand() -> None:
    few = FEWEST_ANSWERS - 1
    assert calibrate(make_answers([True] * few, [False] * few)) is DEFAULT
    assert DEFAULT.weights == WEIGHTS
    assert DEFAULT.intercept == INTERCEPT
    assert (DEFAULT.name, DEFAULT.notes) == ("none", ())


@pytest.mark.parametrize("yes", [0, 7, 20, 40])
def test_without_evidence_only_the_intercept_moves(yes) -> None:
    found = calibrate(make_answers([True] * yes + [False] * (40 - yes), [False] * 40, prior=0.2))
    expected = brentq(
        lambda b: 40 * sigmoid(np.log(0.25) + b) - yes + (b - INTERCEPT) / SIGMA**2, -20, 20
    )
    assert found.intercept == pytest.approx(expected, abs=1e-5)
    assert found.weights == WEIGHTS
    assert found.answer_count == 40
    assert found.notes == ("membership calibrated on 40 answers",)


def test_the_top_fifth_counts_as_a_fifth() -> None:
    found = calibrate(make_answers([True] * 20 + [False] * 20, [True] * 20 + [False] * 20))
    expected = brentq(lambda b: 40 * (sigmoid(b) - 0.2) + (b - INTERCEPT) / SIGMA**2, -20, 20)
    assert found.intercept == pytest.approx(expected, abs=1e-5)


def test_evidence_that_misleads_loses_its_weight_but_never_turns_round() -> None:
    words = [3.0] * 100 + [-3.0] * 100
    found = calibrate(make_answers([False] * 100 + [True] * 100, [False] * 200, words=words))
    assert found.weights["words"] == 0
    assert found.weights["lists"] == WEIGHTS["lists"]


def test_the_optimum_is_flat_in_every_direction() -> None:
    rng = np.random.default_rng(3)
    parts = {name: rng.normal(0, 1.5, 80) for name in FAMILIES}
    nats = sum(2 * part for part in parts.values())
    said = rng.random(80) < 1 / (1 + np.exp(-nats))
    found = calibrate(make_answers(said.tolist(), [False] * 80, **parts))
    x = np.column_stack([np.ones(80), *parts.values()])
    fitted = np.array([found.intercept, *found.weights.values()])
    slope = x.T @ (1 / (1 + np.exp(-x @ fitted)) - said)
    assert slope + (fitted - [INTERCEPT, *WEIGHTS.values()]) / SIGMA**2 == pytest.approx(
        0, abs=1e-3
    )
    assert all(found.weights[name] > WEIGHTS[name] for name in FAMILIES)


@settings(max_examples=20)
@given(st.permutations(range(40)))
def test_the_order_of_the_answers_does_not_matter(order) -> None:
    rng = np.random.default_rng(5)
    answers = make_answers(
        (rng.random(40) < 0.5).tolist(), (rng.random(40) < 0.4).tolist(),
        graph_lift=rng.normal(0, 2, 40), words=rng.normal(0, 1, 40),
    )  # fmt: skip
    one, other = calibrate(answers), calibrate(answers[order])
    assert other.intercept == pytest.approx(one.intercept, abs=1e-5)
    assert list(other.weights.values()) == pytest.approx(list(one.weights.values()), abs=1e-5)


def test_its_name_tells_one_fit_from_another() -> None:
    yes = calibrate(make_answers([True] * 30, [False] * 30))
    no = calibrate(make_answers([False] * 30, [False] * 30))
    assert len({yes.name, no.name, DEFAULT.name}) == 3


# Where the truth is known


@pytest.fixture(scope="module")
def simulated() -> tuple[NicheNetwork, Evidence, np.ndarray]:
    """All of a simulated network but its audience, and who of them is of the niche."""
    made = simulate(seed=1)
    count = len(made.ids)
    rows = np.flatnonzero(~np.isin(made.truth.role, ["audience", "bot"]))
    states = (made.follows, made.memberships)
    follows = build_graph(
        np.concatenate([it.source for it in states]), np.concatenate([it.target for it in states]),
        node_count=count,
    )  # fmt: skip
    candidates = pl.DataFrame({"account_no": rows, "account_id": [made.ids[row] for row in rows]})
    nobody = np.empty(0, dtype=np.int64)
    network = NicheNetwork(
        candidates, rows, np.arange(count, dtype=np.uint64), follows,
        build_graph(nobody, nobody, node_count=count),
    )  # fmt: skip
    seeds = [made.handles.index(handle) for handle in made.seeds("knitting")]
    nothing = np.full(len(rows), np.nan)
    evidence = Evidence(
        is_seed=np.isin(rows, seeds), is_named=np.zeros(len(rows), dtype=bool), is_member=nothing,
        share=nothing, support=np.zeros(len(rows)), words=nothing, lists=np.zeros(len(rows)),
        was_in=np.zeros(len(rows), dtype=bool),
    )  # fmt: skip
    return network, evidence, made.truth.niche[rows] == "knitting"


def ask(judged: Membership, truth: np.ndarray, count: int) -> tuple[np.ndarray, pl.DataFrame]:
    """Whom a review asks, half from the top fifth by p, in order of doubt; their answers."""
    free = np.flatnonzero(~judged.is_pinned)
    by_p = free[np.argsort(-judged.probability[free], kind="stable")]
    top, rest = np.split(by_p, [len(by_p) // 5])
    doubt = -np.abs(judged.probability - 0.5)
    asked = np.concatenate(
        [side[np.argsort(-doubt[side], kind="stable")][: count // 2] for side in (top, rest)]
    )
    prior = usual_prior(judged.parts, judged.is_pinned)
    parts = {name: pl.Series(part[asked]).fill_nan(None) for name, part in judged.parts.items()}
    return asked, make_answers(truth[asked].tolist(), np.isin(asked, top).tolist(), prior, **parts)


def log_loss(p: np.ndarray, truth: np.ndarray) -> float:
    return float(-np.log(np.clip(np.where(truth, p, 1 - p), 1e-9, 1)).mean())


def calibration_error(p: np.ndarray, truth: np.ndarray) -> float:
    """ECE in ten bins."""
    bins = np.minimum((10 * p).astype(int), 9)
    return float(
        sum(
            (bins == it).mean() * abs(p[bins == it].mean() - truth[bins == it].mean())
            for it in np.unique(bins)
        )
    )


@pytest.mark.parametrize(("count", "at_most"), [(30, 0.8), (60, 0.7), (120, 0.6)])
def test_answers_make_the_probabilities_of_all_others_better(simulated, count, at_most) -> None:
    network, evidence, truth = simulated
    before = judge_membership(network, evidence)
    asked, answers = ask(before, truth, count)
    after = calibrate(answers).judge(network, evidence)
    others = np.setdiff1d(np.flatnonzero(~before.is_pinned), asked)
    for measure in (log_loss, calibration_error):
        was = measure(before.probability[others], truth[others])
        now = measure(after.probability[others], truth[others])
        assert now < at_most * was, measure.__name__


def test_it_judges_from_the_prior_that_it_was_fitted_on(simulated) -> None:
    network, evidence, truth = simulated
    evidence = replace(
        evidence,
        is_member=np.where(np.arange(len(truth)) < 40, truth, np.nan),
        words=np.where(truth, 2.0, -4.0),
    )
    fitted = Calibration(WEIGHTS | {"words": 0.6, "neighbour_share": 2.0}, -0.5, 40)
    judged = fitted.judge(network, evidence)
    free = ~judged.is_pinned
    prior = usual_prior(judged.parts, judged.is_pinned)
    assert prior == judge_membership(network, evidence).prior == judged.prior
    nats = np.log(prior / (1 - prior)) - 0.5
    nats = nats + sum(
        fitted.weights[name] * np.nan_to_num(judged.parts[name][free]) for name in FAMILIES
    )
    assert judged.probability[free] == pytest.approx(1 / (1 + np.exp(-nats)), abs=1e-9)


def test_without_answers_it_judges_by_the_defaults(simulated) -> None:
    network, evidence, _ = simulated
    assert np.array_equal(
        DEFAULT.judge(network, evidence).probability,
        judge_membership(network, evidence).probability,
    )
