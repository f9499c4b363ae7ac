"""An overlap as frames: the registry's numbers, and nothing of fewer than ten people."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_audiences import make_members

from leaders.audience.overlap import measure_overlap
from leaders.audience.overlap_tables import (
    FEWEST,
    tabulate_accounts,
    tabulate_frequency,
    tabulate_pairs,
    tabulate_plan,
)
from leaders.metrics import OVERLAP

A, B, C = set(range(100)), set(range(60, 260)), set(range(255, 300))


@pytest.fixture
def whole():
    return measure_overlap(make_members([A, B, C]))


def by(frame: pl.DataFrame, key: str) -> dict:
    return {row[key]: row for row in frame.iter_rows(named=True)}


def test_pairs_have_each_metric_under_its_name(whole) -> None:
    pairs = tabulate_pairs(whole)
    assert pairs.select("a_id", "b_id").rows() == [
        ("vk:0", "vk:1"), ("vk:0", "vk:2"), ("vk:1", "vk:2"),
    ]  # fmt: skip
    first = pairs.row(0, named=True)
    assert (first["size_a"], first["size_b"], first["shared"]) == (100, 200, 40)
    assert first["overlap_min"] == OVERLAP["overlap_min"].measure(40, 100, 200) == 0.4
    assert first["overlap_jaccard"] == OVERLAP["overlap_jaccard"].measure(40, 100, 200)
    assert first["overlap_containment"] == 0.4
    assert first["overlap_containment_b"] == 0.2
    assert (first["basis"], first["overlap_min_low"]) == ("exact", 0.4)
    assert first["overlap_min_seen"] == first["overlap_min"]


def test_fewer_than_ten_people_are_neither_counted_nor_a_share(whole) -> None:
    few = by(tabulate_pairs(whole), "b_id")["vk:2"]
    assert few["shared"] is few["shared_seen"] is few["overlap_min"] is few["overlap_min_seen"]
    assert few["shared"] is None
    assert (few["shared_low"], few["shared_high"]) == (0, 9)
    assert few["overlap_min_high"] == 9 / 45
    nobody = tabulate_pairs(whole).row(1, named=True)
    assert (nobody["shared"], nobody["shared_high"]) == (None, 9)  # none is not told from few
    tiny = tabulate_pairs(measure_overlap(make_members([{1, 2, 3}, {2, 3}])))
    assert tiny["shared_high"].item() == 2
    frequency = tabulate_frequency(whole)
    assert frequency.rows() == [(1, 255), (2, 45)]
    assert tabulate_frequency(measure_overlap(make_members([A, {1}]))).rows() == [
        (1, 99),
        (2, None),
    ]


def test_accounts_have_trendheros_shares(whole) -> None:
    told = tabulate_accounts(whole).row(0, named=True)
    assert (told["name"], told["size"], told["seen"], told["exclusive"]) == ("0", 100, 100, 60)
    assert told["exclusive_ratio_trendhero"] == told["exclusive_ratio_trendhero_seen"] == 0.6
    assert told["plan_share_trendhero"] == 60 / 300
    assert told["basis"] == "exact"


def test_the_plan_has_the_registrys_numbers(whole) -> None:
    plan = by(tabulate_plan(whole), "metric")
    assert plan["total"]["value"] == 345
    for name in list(plan)[1:]:
        expected = float(OVERLAP[name].measure(whole.seen.people))
        assert plan[name]["value"] == plan[name]["low"] == plan[name]["seen"] == expected
    assert {row["basis"] for row in plan.values()} == {"exact"}


def test_parts_are_told_within_bounds_and_of_those_seen() -> None:
    overlap = measure_overlap(make_members([A, B], [100, 1_000]))
    pair = tabulate_pairs(overlap).row(0, named=True)
    assert (pair["shared"], pair["shared_low"], pair["shared_high"]) == (None, 40, 100)
    assert (pair["overlap_min_low"], pair["overlap_min_high"]) == (0.4, 1)
    assert pair["overlap_min_seen"] == 0.4
    assert (pair["size_b"], pair["seen_b"], pair["basis"]) == (1_000, 200, "bounds")
    plan = by(tabulate_plan(overlap), "metric")
    assert (plan["total"]["value"], plan["total"]["basis"]) == (1_100, "declared")
    assert (plan["unique_union"]["low"], plan["unique_union"]["high"]) == (1_000, 1_060)
    frequency = plan["expected_frequency_primetag"]
    assert (frequency["low"], frequency["high"]) == (1_100 / 1_060, 1.1)
    assert frequency["seen"] == 300 / 260


def test_what_nobody_knows_is_null() -> None:
    overlap = measure_overlap(make_members([A, B], [None, 1_000]))
    pair = tabulate_pairs(overlap).row(0, named=True)
    assert (pair["size_a"], pair["shared_low"], pair["shared_high"]) == (None, 40, 1_000)
    assert pair["overlap_min_low"] is pair["overlap_min_high"] is None
    assert pair["overlap_containment"] is pair["overlap_containment_high"] is None
    assert (pair["overlap_containment_b_low"], pair["overlap_containment_b_high"]) == (0.04, 1)
    plan = by(tabulate_plan(overlap), "metric")
    assert plan["total"]["value"] is plan["unique_union"]["high"] is None
    accounts = tabulate_accounts(overlap)
    assert accounts["exclusive_high"].to_list() == [None, 960]


@given(
    st.lists(st.sets(st.integers(0, 40)), min_size=2, max_size=4),
    st.lists(st.one_of(st.none(), st.integers(0, 60)), min_size=4, max_size=4),
    st.booleans(),
)
def test_no_table_says_what_it_must_not(sets, sizes, assume_random: bool) -> None:
    overlap = measure_overlap(make_members(sets, sizes), assume_random=assume_random)
    pairs, accounts = tabulate_pairs(overlap), tabulate_accounts(overlap)
    for frame, counts in ((pairs, ["shared", "shared_seen"]), (accounts, ["exclusive"])):
        for name in counts:
            assert frame.filter(pl.col(name) < FEWEST).is_empty()
    for name in pairs.columns:
        if name.startswith("overlap_"):
            assert pairs.filter(~pl.col(name).is_between(0, 1)).is_empty()
    for frame in (pairs, accounts, tabulate_plan(overlap)):
        for column in frame.select(pl.selectors.float()):
            assert column.drop_nulls().is_finite().all()
        lows = [name for name in frame.columns if name.endswith("low")]
        for low in lows:
            high = low.removesuffix("low") + "high"
            assert frame.filter(pl.col(low) > pl.col(high) + 1e-12).is_empty()
