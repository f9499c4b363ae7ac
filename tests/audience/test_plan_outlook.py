import numpy as np
import pytest
from test_plan_solver import make_offers

from leaders.audience.plan import Exposed, solve
from leaders.audience.plan.outlook import curve, left_out, price_of_a_person, survival, walk


def market():
    """Four channels: 0 with 50 people, 1 with 40 of the same, 2 with 30 others, 3 with 10 more."""
    member = np.zeros((90, 4))
    member[:50, 0] = member[:40, 1] = member[50:80, 2] = member[80:, 3] = 1
    return make_offers(member, [0.5, 0.5, 0.5, 0.5], [10, 10, 10, 30], 20)


def test_step_by_step_reach_adds_up():
    offers = market()
    steps = walk(offers, (0, 2))
    assert [(it.adds, it.reach, it.spent) for it in steps] == [(25, 25, 10), (15, 40, 20)]


def test_what_is_left_out_says_what_it_would_add():
    offers = market()
    rest = left_out(offers, (0, 2))
    assert [it.offer for it in rest] == [1, 3]
    twin, far = rest
    assert (twin.alone, twin.adds) == (20, 10)  # half of its people have seen the first already
    assert price_of_a_person(offers, (0, 2)) == pytest.approx(10 / 15)
    assert far.worth == pytest.approx(5 * 10 / 15)


def test_a_plan_far_from_its_rivals_survives_and_a_toss_up_does_not():
    offers = market()
    assert survival(offers, (0, 2)).tolist() == pytest.approx([1, 1], abs=0.5)
    twins = make_offers(np.ones((10, 2)), [0.5, 0.5], [10, 10], 10)
    share = survival(twins, (0,))[0]
    assert 0.1 < share < 0.9
    alone = make_offers(np.ones((10, 1)), [0.5], [10], 15)
    assert survival(alone, (0,)).tolist() == [1]


def test_the_curve_climbs_and_meets_the_plan():
    offers = market()
    found = solve(offers)
    points = curve(offers, found.chosen)
    money, reach = zip(*points, strict=True)
    assert list(money) == sorted(money)
    assert list(reach) == sorted(reach)
    assert (offers.spent(found.chosen), Exposed(offers, found.chosen).at_least(1)) in points
    assert max(money) <= 2 * offers.budget


def test_an_empty_plan_has_an_outlook():
    offers = make_offers(np.ones((10, 1)), [0.5], [10], 5)
    assert walk(offers, ()) == []
    assert curve(offers, ()) == [(0.0, 0.0), (10.0, 5.0)]
    assert left_out(offers, ())[0].worth == 0
