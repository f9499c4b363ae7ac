"""Guesses are worth asking about, and say how sure they are."""

import numpy as np

from bench.identity import make_society
from leaders.identity.guesses import Guesser
from leaders.identity.profiles import Directory


def test_guesses_find_people_and_their_probabilities_hold() -> None:
    profiles, person = make_society(np.random.default_rng(5), people=200)
    guesses = Guesser(Directory(profiles)).guess()
    right = np.array([person[it.one] == person[it.other] for it in guesses])
    told = np.array([it.probability for it in guesses])
    assert right[told >= 0.5].mean() > 0.8
    assert right.sum() > 0.5 * sum(np.bincount(person) * (np.bincount(person) - 1) // 2)
    assert abs(right.mean() - told.mean()) < 0.15
    assert guesses == Guesser(Directory(profiles)).guess()
