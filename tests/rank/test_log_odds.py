"""Learnt weights: the formula by hand, and what must not be learnt."""

import numpy as np
import pytest
from scipy import sparse

from leaders.rank.log_odds import FAINT, LEAST, MOST, weigh

NAN = np.nan
TOPIC, STOP, OTHER = 0, 1, 2


def learn(counts, seeds: list[int], language=None, given=None) -> np.ndarray:
    """Weights times counts, dense."""
    table = np.array(counts, dtype=float)
    is_seed = np.isin(np.arange(len(table)), seeds)
    language = np.zeros(table.shape[1], dtype=np.int64) if language is None else np.array(language)
    given = np.full(table.shape[1], NAN) if given is None else np.array(given)
    return weigh(sparse.csr_array(table), is_seed, language, given).toarray()


def make_counts(seeds: int = 6, others: int = 94) -> np.ndarray:
    """Seeds say the topic 5 times and everybody the stop word 10 times; others say others' word."""
    of_seeds = np.tile([5.0, 10, 0], (seeds, 1))
    of_others = np.tile([0.0, 10, 5], (others, 1))
    return np.vstack([of_seeds, of_others])


def test_the_formula_by_hand() -> None:
    counts = make_counts()
    counts[[50, 51], TOPIC] = 5  # two others say the topic too
    weighed = learn(counts, list(range(6)))
    c, n, all_c, all_n = 6 * 5, 6 * 15, 8 * 5, 100 * 15 + 2 * 5
    q = all_c / all_n
    expected = np.log((c + 4 * q) / (n + 4) / q)
    assert FAINT < expected < MOST
    assert weighed[50, TOPIC] == pytest.approx(5 * expected)
    c, n, all_c, all_n = c - 5, n - 15, all_c - 5, all_n - 15  # a seed is weighed without itself
    q = all_c / all_n
    assert weighed[0, TOPIC] == pytest.approx(5 * np.log((c + 4 * q) / (n + 4) / q))


def test_what_everybody_says_says_nothing() -> None:
    weighed = learn(make_counts(), list(range(6)))
    assert (weighed[:, STOP] == 0).all()
    assert (weighed[:6, TOPIC] > 0).all()


def test_what_no_seed_says_is_not_held_against_anybody() -> None:
    assert (learn(make_counts(), list(range(6)))[:, OTHER] == 0).all()


def test_what_seeds_say_seldom_is_learnt_as_negative() -> None:
    counts = make_counts(20, 80)
    counts[:2, OTHER] = 1
    weighed = learn(counts, list(range(20)))
    assert (weighed[20:, OTHER] == 5 * LEAST).all()


def test_one_seed_alone_teaches_nothing() -> None:
    counts = make_counts()
    counts[1:6, TOPIC] = 0
    assert not learn(counts, list(range(6))).any()
    counts[1, TOPIC] = 5
    weighed = learn(counts, list(range(6)))
    assert weighed[0, TOPIC] == weighed[1, TOPIC] == 0  # for each of the two only one is left


def test_the_language_of_seeds_is_not_their_topic() -> None:
    counts = np.zeros((60, 3))
    counts[:20, 0] = 10  # a common Dutch word, said by Dutch seeds and Dutch others
    counts[:20, 1] = 10
    counts[20:, 2] = 20
    assert not learn(counts, [0, 1, 2, 3, 4], language=[2, 2, 3]).any()
    assert learn(counts, [0, 1, 2, 3, 4], language=[0, 0, 0])[10, 0] > 0


def test_given_weights_are_taken_and_do_not_disturb_the_learnt() -> None:
    plain = learn(make_counts(), list(range(6)))
    counts = np.hstack([make_counts(), np.full((100, 1), 7.0)])
    weighed = learn(counts, list(range(6)), language=[0, 0, 0, 4], given=[NAN, NAN, NAN, -3])
    assert (weighed[:, 3] == -21).all()
    np.testing.assert_array_equal(weighed[:, :3], plain)


@pytest.mark.parametrize("seeds", [[], list(range(100))])
def test_without_a_difference_nothing_is_learnt(seeds) -> None:
    assert not learn(make_counts(), seeds).any()
