"""Membership as people see it: the weights of a niche's evidence, fitted to their answers.

From 30 answers on the four weights and the intercept are the logistic regression of yes and no on
the evidence that was known when each was asked, with a Gaussian prior of sigma 0.5 around the
defaults (science, 1.2): a few answers move them little, and many as far as they agree. Half of
those who are asked come from the top fifth of the lists; the fit weights them back to a fifth.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import minimize

from leaders.rank.membership import (
    INTERCEPT,
    WEIGHTS,
    Evidence,
    Membership,
    judge_membership,
)
from leaders.rank.network import FloatArray, NicheNetwork
from leaders.store import Store

FEWEST_ANSWERS = 30
SIGMA = 0.5
TOP_SHARE = 0.2
"""What of the candidates the top of the lists is, for sampling."""
FAMILIES = tuple(WEIGHTS)
DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Calibration:
    """How a niche weighs its evidence, and by how many answers; the defaults by none."""

    weights: Mapping[str, float]
    intercept: float
    answer_count: int = 0

    @property
    def name(self) -> str:
        """What a ranking's identity says of it."""
        if not self.answer_count:
            return "none"
        fitted = {"answers": self.answer_count, "intercept": self.intercept, **self.weights}
        return json.dumps(fitted, sort_keys=True)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a ranking says of it."""
        if not self.answer_count:
            return ()
        return (f"membership calibrated on {self.answer_count:,} answers",)

    def judge(self, network: NicheNetwork, evidence: Evidence) -> Membership:
        """Judge the candidates by these weights."""
        return judge_membership(network, evidence, self.weights, self.intercept)


DEFAULT = Calibration(WEIGHTS, INTERCEPT)


def load_calibration(store: Store, niche: str) -> Calibration:
    """The calibration by what people have answered of a niche."""
    return calibrate(store.query("review/answers", niche=niche))


def calibrate(answers: pl.DataFrame) -> Calibration:
    """Fit the weights to answers; the defaults for fewer than 30.

    answers: a row an account, in an order that is the same for the same answers: is_member, prior,
        the four parts in nats (null where there was no such evidence), is_top. No weight is below
        zero: more evidence for an account never speaks against it.
    """
    if answers.height < FEWEST_ANSWERS:
        return DEFAULT
    said = answers["is_member"].to_numpy().astype(np.float64)
    parts = answers.select(pl.col(FAMILIES).cast(pl.Float64).fill_null(0)).to_numpy()
    evidence = np.column_stack([np.ones(len(parts)), parts])
    offset = _logits(answers["prior"].to_numpy())
    weight = _weigh_back(answers["is_top"].fill_null(False).to_numpy())
    usual = np.array([INTERCEPT, *WEIGHTS.values()])

    def cost(fitted: FloatArray) -> tuple[float, FloatArray]:
        """Minus the log of the posterior, and its gradient."""
        nats = offset + evidence @ fitted
        missed = weight * (np.logaddexp(0, nats) - said * nats)
        moved = (fitted - usual) / SIGMA
        slope = evidence.T @ (weight * (1 / (1 + np.exp(-nats)) - said)) + moved / SIGMA
        return float(missed.sum() + moved @ moved / 2), slope

    found = minimize(
        cost, usual, jac=True, method="L-BFGS-B",
        bounds=[(None, None), *[(0, None)] * len(FAMILIES)],
        options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 500},
    )  # fmt: skip
    intercept, *weights = np.round(found.x, DECIMALS).tolist()
    return Calibration(dict(zip(FAMILIES, weights, strict=True)), intercept, answers.height)


def _weigh_back(is_top: NDArray[np.bool_]) -> FloatArray:
    """A weight an answer, 1 on average, so that the top fifth counts as a fifth."""
    count, top = len(is_top), int(is_top.sum())
    if top in (0, count):
        return np.ones(count)
    return np.where(is_top, TOP_SHARE * count / top, (1 - TOP_SHARE) * count / (count - top))


def _logits(p: FloatArray) -> FloatArray:
    nats: FloatArray = np.log(p / (1 - p))
    return nats
