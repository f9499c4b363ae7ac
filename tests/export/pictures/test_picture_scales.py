import pytest

from leaders.export.pictures.scales import (
    Scale,
    linear_ticks,
    log_range,
    log_ticks,
    tell_number,
    tell_share,
    tell_ticks,
)
from leaders.export.words import Words

EN, RU, NL = Words("en"), Words("ru"), Words("nl")


def test_a_scale_maps_its_ends_and_middle():
    scale = Scale(0, 10, 100, 200)
    assert [scale(it) for it in (0, 5, 10)] == [100, 150, 200]
    assert Scale(0, 10, 200, 100)(10) == 100


def test_on_a_log_scale_equal_factors_are_equally_far():
    scale = Scale(1, 1000, 0, 300, is_log=True)
    assert [scale(it) for it in (1, 10, 100, 1000)] == pytest.approx([0, 100, 200, 300])


def test_one_number_alone_lies_in_the_middle():
    assert Scale(7, 7, 0, 100)(7) == 50
    assert Scale(7, 7, 0, 100, is_log=True)(7) == 50


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [
        (0, [0, 1]),
        (3, [0, 1, 2, 3]),
        (11, [0, 5, 10, 15]),
        (960, [0, 200, 400, 600, 800, 1000]),
        (1001, [0, 250, 500, 750, 1000, 1250]),
        (7e6, [0, 2e6, 4e6, 6e6, 8e6]),
    ],
)
def test_linear_ticks_are_round_whole_and_enclose(highest, ticks):
    assert linear_ticks(highest) == ticks


@pytest.mark.parametrize(
    ("numbers", "ticks"),
    [
        ((300, 5_000_000), [1e3, 1e4, 1e5, 1e6]),
        ((0.004, 0.036), [0.005, 0.01, 0.02]),
        ((1, 10**12), [1e0, 1e2, 1e4, 1e6, 1e8, 1e10, 1e12]),
    ],
)
def test_log_ticks_are_powers_or_fine_where_the_range_is_small(numbers, ticks):
    assert log_ticks(*log_range(numbers)) == pytest.approx(ticks)


@pytest.mark.parametrize("number", [0.00013, 0.02, 1, 3, 7.7, 999, 1e9])
def test_any_one_number_has_two_ticks_and_room_around_it(number):
    low, high = log_range([number])
    assert low < number < high
    ticks = log_ticks(low, high)
    assert len(ticks) >= 2
    assert all(low <= it <= high for it in ticks)


def test_numbers_are_short_in_every_language():
    assert [EN.say(tell_number(it)) for it in (500, 1000, 2500, 1e4, 2.5e6, 1e9)] == [
        "500", "1k", "2.5k", "10k", "2.5M", "1bn",
    ]  # fmt: skip
    assert RU.say(tell_number(10_000)) == "10 тыс."
    assert NL.say(tell_number(2_500_000)) == "2,5 mln"


def test_an_axis_says_its_numbers_in_one_way():
    assert [EN.say(it) for it in tell_ticks([0, 500, 1000])] == ["0", "500", "1,000"]
    assert [EN.say(it) for it in tell_ticks([0, 5000, 10_000])] == ["0", "5k", "10k"]


def test_small_shares_have_the_decimals_that_they_need():
    assert [EN.say(tell_share(it)) for it in (1, 0.1, 0.01, 0.005, 0.001, 0.0002)] == [
        f"{it}\u00a0%" for it in ("100", "10", "1", "0.5", "0.1", "0.02")
    ]
