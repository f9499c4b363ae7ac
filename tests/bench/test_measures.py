"""Known answers of the measures (science.md, section 8) and what ties must give."""

import itertools

import numpy as np
import pytest

from bench.measures import auc, average_precision, ndcg_at, precision_at


def test_ndcg_known_answer() -> None:
    gain = np.array([3.0, 2, 3, 0, 1, 2])
    score = np.arange(6.0)[::-1]
    assert ndcg_at(6, score, gain) == pytest.approx(0.960808, abs=1e-6)
    assert ndcg_at(6, score, 2**gain - 1) == pytest.approx(0.948811, abs=1e-6)


def test_ndcg_of_the_best_order_is_one_and_of_an_unknown_leader_less() -> None:
    gain = np.array([5.0, 3, 1, 0])
    assert ndcg_at(3, gain, gain) == pytest.approx(1)
    assert ndcg_at(3, gain, gain, np.array([9.0, 5, 3, 1, 0])) < 1


def test_auc_counts_pairs() -> None:
    score = np.array([4.0, 3, 2, 1])
    is_true = np.array([True, False, True, False])
    assert auc(score, is_true) == pytest.approx(3 / 4)
    assert auc(-score, is_true) == pytest.approx(1 / 4)
    assert auc(np.ones(4), is_true) == 0.5


def test_ties_are_worth_what_all_orders_give_on_average() -> None:
    score = np.array([9.0, 5, 5, 5, 1])
    gain = np.array([0.0, 4, 2, 0, 3])
    orders = [(0, *middle, 4) for middle in itertools.permutations((1, 2, 3))]
    strict = np.arange(5.0)[::-1]
    ndcg = np.mean([ndcg_at(3, strict, gain[list(order)], gain) for order in orders])
    precision = np.mean([precision_at(3, strict, gain[list(order)] > 0) for order in orders])
    assert ndcg_at(3, score, gain) == pytest.approx(ndcg)
    assert precision_at(3, score, gain > 0) == pytest.approx(precision)


def test_precision_counts_the_first() -> None:
    score = np.array([4.0, 3, 2, 1])
    assert precision_at(2, score, np.array([True, False, True, True])) == 0.5


def test_average_precision_of_a_known_list() -> None:
    """Hits at 1, 3 and 6: (1 + 2/3 + 3/6) / 3."""
    hits = np.array([True, False, True, False, False, True])
    assert average_precision(np.arange(6.0)[::-1], hits) == pytest.approx(0.722222, abs=1e-6)
