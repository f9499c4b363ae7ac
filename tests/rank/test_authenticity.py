"""The registry of flags, comparing with peers, and what a person reads."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.rank import authenticity
from leaders.rank.authenticity import (
    FINDING_SCHEMA,
    FLAGS,
    RISK_LEVELS,
    Measured,
    list_findings,
    risk_levels,
)
from leaders.rank.authenticity.peers import (
    centre,
    compare_in_tiers,
    discovered,
    nothing_measured,
    size_tiers,
)

COMPUTED = [name for name, flag in FLAGS.items() if flag.not_computed is None]


def make_measured(value: list[float], unusual: list[int], **more) -> Measured:
    count = len(value)
    is_unusual = np.zeros(count, dtype=bool)
    is_unusual[unusual] = True
    return Measured(
        value=np.array(value),
        median=np.full(count, 0.25),
        peers_count=np.full(count, 1234),
        is_unusual=is_unusual,
        z=np.full(count, np.nan),
        p=np.full(count, np.nan),
        **more,
    )


@pytest.mark.parametrize("name", FLAGS)
def test_every_flag_says_what_it_is_and_when_it_errs(name) -> None:
    flag = FLAGS[name]
    for words in (flag.family, flag.meaning, flag.formula, flag.cautions, flag.needs):
        assert words.strip()
    said = " ".join([flag.meaning, flag.sentence, flag.formula]).lower()
    assert not any(verdict in said for verdict in ("fake", "fraud", "cheat", "bot"))


@pytest.mark.parametrize("name", COMPUTED)
def test_every_computed_flag_has_a_function_and_a_sentence(name) -> None:
    assert callable(getattr(authenticity, name))
    assert FLAGS[name].form in {"share", "decimal"}
    assert FLAGS[name].measured_on
    written = FLAGS[name].sentence.format(value="VALUE", median="MEDIAN", peers="PEERS")
    assert all(word in written for word in ("VALUE", "MEDIAN", "PEERS"))


def test_flags_that_would_need_what_is_not_stored_are_not_computed_and_say_why() -> None:
    absent = {name for name, flag in FLAGS.items() if flag.not_computed}
    assert absent == {"creation_burst", "duplicate_comments"}
    assert not any(hasattr(authenticity, name) for name in absent)


def test_centre_by_hand() -> None:
    median, deviation = centre(np.array([1.0, 2.0, 3.0, 4.0, 100.0]))
    assert median == 3
    assert deviation == pytest.approx(1.4826)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=400))
def test_equal_sizes_share_a_tier_and_larger_ones_are_never_below(sizes) -> None:
    size = np.array(sizes, dtype=float)
    tier = size_tiers(size)
    order = np.argsort(size, kind="stable")
    assert (np.diff(tier[order]) >= 0).all()
    assert all(len(np.unique(tier[size == one])) == 1 for one in np.unique(size))


def test_a_small_tier_is_compared_with_the_whole_list() -> None:
    size = np.array([1.0] * 58 + [2.0, 3.0])  # nearly all share the lowest tier
    values = np.arange(60.0)
    median, _, peers_count = compare_in_tiers(values, size)
    assert peers_count.tolist() == [58] * 58 + [60] * 2
    assert median[0] == 28.5
    assert median[-1] == 29.5


def test_benjamini_hochberg_by_hand() -> None:
    # Of 5 at q = .05 the bounds are .01 .02 .03 .04 .05: the third passes and takes the second.
    p = np.array([0.3, 0.001, np.nan, 0.029, 0.025, 0.9])
    assert discovered(p).tolist() == [False, True, False, True, True, False]


@given(st.lists(st.floats(0, 1), max_size=40))
def test_what_stands_out_has_the_smallest_chances(chances) -> None:
    p = np.array(chances, dtype=float)
    found = discovered(p)
    if found.any() and not found.all():
        assert p[found].max() < p[~found].min()


def test_findings_are_rows_of_what_was_measured_with_words_for_the_unusual() -> None:
    account_no = np.array([30, 10, 20], dtype=np.int32)
    measured = {
        "lockstep": make_measured([0.61234, 0.1, np.nan], [0], bound=0.2),
        "comment_like_ratio": make_measured([0.1, 3.14159, 0.2], [1], detail={1: "so it is"}),
    }
    findings = list_findings(measured, account_no)
    assert findings.schema == FINDING_SCHEMA
    assert findings.select("account_no", "flag").rows() == [
        (30, "comment_like_ratio"),
        (30, "lockstep"),
        (10, "comment_like_ratio"),
        (10, "lockstep"),
        (20, "comment_like_ratio"),
    ]
    said = findings.filter("is_unusual")["sentence"].to_list()
    assert said == [
        "unusual: its followers and those of the 3 nearest accounts overlap by 61 % (Jaccard), "
        "where 1,234 peers of its size have 25 % in the median",
        "unusual: its comments come to 310 % of its likes, where 1,234 peers of its size have 25 % "
        "in the median (so it is)",
    ]
    assert findings.filter(~pl.col("is_unusual"))["sentence"].null_count() == 3
    assert findings["bound"].to_list() == [None, 0.2, None, 0.2, None]
    assert findings["z"].null_count() == 5


def test_an_unknown_flag_is_refused() -> None:
    with pytest.raises(KeyError, match="charm"):
        list_findings({"charm": nothing_measured(2)}, np.arange(2))


def test_nothing_measured_gives_no_rows_and_no_level() -> None:
    account_no = np.arange(3, dtype=np.int32)
    for measured in ({}, {"ring": nothing_measured(3)}):
        findings = list_findings(measured, account_no)
        assert findings.is_empty()
        assert findings.schema == FINDING_SCHEMA
        assert risk_levels(findings, account_no)["risk"].to_list() == [None] * 3


def test_risk_counts_families_and_not_flags() -> None:
    account_no = np.array([5, 4, 3, 2, 1], dtype=np.int32)
    ones = [1.0] * 5
    measured = {
        "er_vs_tier": make_measured(ones, [1, 2, 3, 4]),
        "empty_audience": make_measured(ones, [1, 2]),  # the same family
        "ring": make_measured(ones, [2, 3, 4]),
        "growth_spike": make_measured(ones, [3, 4]),
        "one_post_wonder": make_measured([1.0, 1, 1, 1, 1], [4]),
    }
    levels = risk_levels(list_findings(measured, account_no), account_no)
    assert levels.rows() == [
        (5, "none", 0, 5),
        (4, "note", 1, 5),
        (3, "review", 2, 5),
        (2, "high", 3, 5),
        (1, "high", 4, 5),
    ]
    assert set(levels["risk"]) == set(RISK_LEVELS)
