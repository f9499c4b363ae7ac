"""The movement test: known answers, invariances, false discoveries."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control, norm

from leaders.change.movement import MOVED, compare_paired, judge_movement
from leaders.settings import Workspace
from leaders.store import Store

ACCOUNTS, FANS = 12, 400


@pytest.fixture
def store(workspace: Workspace):
    with Store(workspace) as opened:
        yield opened


def fill(store: Store, shift: int = 0) -> dict[int, str]:
    """Accounts 0..11 and their fans, numbered from ``shift`` on; the keys stay theirs."""
    ids = [f"x:{number}" for number in range(ACCOUNTS + FANS)]
    keys = np.random.default_rng(7).integers(1, 2**63, len(ids)).astype(np.uint64)
    numbers = number_accounts(shift)
    frame = pl.DataFrame({"account_no": numbers, "account_id": ids, "account_key": keys})
    store.append("account", frame.with_columns(pl.col("account_no").cast(pl.Int32)))
    return {int(number): "x" for number in numbers[:ACCOUNTS]}


def number_accounts(shift: int) -> np.ndarray:
    size = ACCOUNTS + FANS
    return np.arange(size) if not shift else (np.arange(size) * 7 + shift) % size + shift


def draw_pairs(seed: int, rates: list[float], side: bool, shift: int = 0) -> pl.DataFrame:
    numbers = number_accounts(shift)
    draw = np.random.default_rng(seed)
    rows = [
        (side, int(numbers[ACCOUNTS + fan]), int(numbers[account]), 1.0)
        for account, rate in enumerate(rates)
        for fan in np.flatnonzero(draw.random(FANS) < rate)
    ]
    schema = ["is_after", "source_no", "target_no", "spent"]
    return pl.DataFrame(rows, schema=schema, orient="row").cast(
        {"source_no": pl.Int32, "target_no": pl.Int32}
    )


def test_one_that_doubled_is_found_and_nobody_else(store) -> None:
    platforms = fill(store)
    calm = [0.1] * ACCOUNTS
    risen = [0.2, *calm[1:]]
    pairs = pl.concat([draw_pairs(1, calm, False), draw_pairs(2, risen, True)])
    told = judge_movement(store, {"reactions": pairs}, platforms)
    assert told.schema == pl.Schema(MOVED)
    assert told.filter(pl.col("q") <= 0.05)["account_no"].to_list() == [0]
    assert told.filter(account_no=0)["change"][0] == pytest.approx(np.log(2), abs=0.35)


def test_q_is_that_of_benjamini_and_hochberg(store) -> None:
    platforms = fill(store)
    pairs = pl.concat([draw_pairs(s, [0.1] * ACCOUNTS, bool(s)) for s in (0, 1)])
    told = judge_movement(store, {"reactions": pairs}, platforms)
    both = judge_movement(store, {"reactions": pairs, "mentions": pairs}, platforms)
    assert both["q"].to_list() == told["q"].to_list() * 2

    p = 2 * norm.sf(np.abs(told["z"].to_numpy()))
    order = np.argsort(p)
    by_hand = np.empty(len(p))
    least = 1.0
    for place in range(len(p), 0, -1):
        row = order[place - 1]
        least = min(least, p[row] * len(p) / place)
        by_hand[row] = least
    np.testing.assert_allclose(told["q"].to_numpy(), by_hand, atol=1e-8)
    np.testing.assert_allclose(by_hand, false_discovery_control(p), atol=1e-12)


def test_the_same_at_both_dates_is_no_movement(store) -> None:
    platforms = fill(store)
    before = draw_pairs(1, [0.1] * ACCOUNTS, False)
    pairs = pl.concat([before, before.with_columns(is_after=pl.lit(True))])
    told = judge_movement(store, {"follows": pairs}, platforms)
    assert told["z"].to_list() == [0.0] * ACCOUNTS
    assert told["q"].to_list() == [1.0] * ACCOUNTS


def test_swapping_the_dates_mirrors(store) -> None:
    platforms = fill(store)
    pairs = pl.concat([draw_pairs(s, [0.1] * ACCOUNTS, bool(s)) for s in (0, 1)])
    there = judge_movement(store, {"follows": pairs}, platforms)
    back = judge_movement(
        store, {"follows": pairs.with_columns(is_after=~pl.col("is_after"))}, platforms
    )
    assert there["z"].to_list() == pytest.approx((-back["z"]).to_list())
    assert there["q"].to_list() == pytest.approx(back["q"].to_list())


def test_other_numbers_and_another_order_change_nothing(workspace, tmp_path) -> None:
    told = []
    for shift in (0, 5):
        with Store(Workspace(tmp_path / str(shift))) as store:
            platforms = fill(store, shift)
            numbers = number_accounts(shift)[:ACCOUNTS].tolist()
            pairs = pl.concat([draw_pairs(s, [0.1] * ACCOUNTS, bool(s), shift) for s in (0, 1)])
            if shift:
                pairs = pairs.reverse()
            rows = judge_movement(store, {"follows": pairs}, platforms)
            by_number = {row["account_no"]: row for row in rows.iter_rows(named=True)}
            told.append([(by_number[it]["z"], by_number[it]["change"]) for it in numbers])
    assert told[0] == told[1]


def test_of_few_people_or_accounts_nothing_is_told(store) -> None:
    platforms = fill(store)
    pairs = pl.concat([draw_pairs(s, [0.01] * ACCOUNTS, bool(s)) for s in (0, 1)])
    few = judge_movement(store, {"follows": pairs}, platforms)
    people = pairs.group_by("target_no").agg(pl.col("source_no").n_unique())
    assert set(few["account_no"]) == set(people.filter(pl.col("source_no") >= 10)["target_no"])
    alone = pl.concat([draw_pairs(s, [0.1 + 0.2 * s] * 3, bool(s)) for s in (0, 1)])
    assert judge_movement(store, {"follows": alone}, platforms)["z"].to_list() == [0.0] * 3
    one_date = draw_pairs(0, [0.1] * ACCOUNTS, False)
    assert judge_movement(store, {"follows": one_date}, platforms).is_empty()


def test_what_the_whole_field_did_is_taken_off(store) -> None:
    platforms = fill(store)
    pairs = pl.concat(
        [draw_pairs(1, [0.1] * ACCOUNTS, False), draw_pairs(2, [0.2] * ACCOUNTS, True)]
    )
    told = judge_movement(store, {"follows": pairs}, platforms)
    assert not (told["q"] <= 0.05).any()


@given(st.integers(0, 2**31))
def test_few_of_those_that_did_not_change_are_called_changed(seed) -> None:
    draw = np.random.default_rng(seed)
    before, after = draw.poisson(80, (2, 60)).astype(float)
    noise = draw.poisson(80, (2, 200, 60)).astype(float)
    change, deviation, z = compare_paired(before, after, *noise)
    assert np.median(change) == pytest.approx(0, abs=1e-9)
    assert deviation.min() > 0
    p = np.clip(2 * norm.sf(np.abs(z)), 0, 1)
    assert (false_discovery_control(p) <= 0.05).mean() < 0.1


def test_of_whom_nothing_differs_the_field_alone_has_moved() -> None:
    draw = np.random.default_rng(3)
    before = np.full(30, 100.0)
    after = np.where(np.arange(30) < 10, before, 90.0)  # most lose a tenth, ten stay as they were
    redrawn = before + draw.normal(0, 1, (200, 30))
    fallen = np.where(np.arange(30) < 10, redrawn, redrawn * 0.9 + draw.normal(0, 1, (200, 30)))
    change, _, z = compare_paired(before, after, redrawn, fallen)
    assert (change[:10] > 0.1).all()
    assert not z[:10].any()
