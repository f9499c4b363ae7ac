"""Without one seed or one layer: who stands on it falls."""

from dataclasses import replace

import numpy as np
from networks import make_evidence, make_network

from leaders.rank.components import COMPONENTS
from leaders.rank.draws import Everyone
from leaders.rank.membership import Evidence, judge_membership
from leaders.rank.network import NicheNetwork
from leaders.rank.stress import rank_among, stress_values

FIRST, SECOND, HELD, STEADY = range(4)
FANS = range(4, 64)


def held_by_one_seed() -> tuple[Evidence, NicheNetwork]:
    """All fans of HELD follow the second seed alone; those of STEADY follow both seeds."""
    follows = []
    for fan in FANS:
        if fan % 2:
            follows += [(fan, HELD), (fan, SECOND)]
        else:
            follows += [(fan, STEADY), (fan, FIRST), (fan, SECOND)]
    network = make_network(64, follows, candidates=range(4), followers=[60, 60, 33, 30])
    evidence = make_evidence(4, seeds=(FIRST, SECOND))
    judged = judge_membership(network, evidence)
    return evidence, replace(network, probability=judged.p, is_judged=judged.is_judged)


def test_a_leader_that_one_seed_holds_is_shown_to_fall() -> None:
    evidence, judged = held_by_one_seed()
    values = {"reach": COMPONENTS["reach"].measure(judged, Everyone())[0]}
    cases = list(stress_values(judged, np.arange(4), evidence, values))
    assert [name for name, _ in cases] == ["seeds", "seeds"]
    kept_without_first, kept_without_second = (case["reach"] / values["reach"] for _, case in cases)
    assert kept_without_second[HELD] < kept_without_second[STEADY]
    assert kept_without_second[HELD] < kept_without_first[HELD]
    # A lead of less than what it loses more is lost.
    scale = np.ones(4)
    scale[HELD] = 1.001 * values["reach"][STEADY] / values["reach"][HELD]
    is_ranked = np.arange(4) >= HELD
    assert rank_among(is_ranked, values["reach"] * scale)[HELD:].tolist() == [1, 2]
    assert rank_among(is_ranked, cases[1][1]["reach"] * scale)[HELD:].tolist() == [2, 1]


def test_one_seed_cannot_be_left_out() -> None:
    _, judged = held_by_one_seed()
    values = {"reach": COMPONENTS["reach"].measure(judged, Everyone())[0]}
    assert list(stress_values(judged, np.arange(4), make_evidence(4, (FIRST,)), values)) == []


def test_a_leader_that_one_layer_holds_is_shown_to_fall() -> None:
    network = make_network(3)
    values = {
        "follow_pagerank": np.array([0.9, 0.1, 0.2]), "engaged_audience": np.array([1.0, 5.0, 9.0]),
    }  # fmt: skip
    cases = dict(stress_values(network, np.arange(3), make_evidence(3), values))
    assert list(cases) == ["interactions", "follows"]
    assert np.isnan(cases["follows"]["follow_pagerank"]).all()
    assert cases["follows"]["engaged_audience"].tolist() == [1, 5, 9]
    assert np.isnan(cases["interactions"]["engaged_audience"]).all()
    places = rank_among(np.ones(3, dtype=bool), cases["follows"]["engaged_audience"])
    assert places.tolist() == [3, 2, 1]


def test_what_rests_on_one_layer_alone_is_not_left_without_any() -> None:
    values = {"follow_pagerank": np.array([0.9, 0.1])}
    assert list(stress_values(make_network(2), np.arange(2), make_evidence(2), values)) == []


def test_who_has_no_score_then_stands_last_and_strangers_take_no_place() -> None:
    is_ranked = np.array([True, True, False, True])
    assert rank_among(is_ranked, np.array([np.nan, 3.0, 99.0, 8.0])).tolist() == [3, 2, 0, 1]
