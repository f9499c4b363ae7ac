"""The contract of every metric: a name of its own, and words that say whose it is and how made."""

from inspect import signature

import numpy as np
import pytest

from leaders.metrics import (
    AFFINITY,
    ENGAGEMENT,
    METRICS,
    OVERLAP,
    PRICE,
    REACH,
    CountMetric,
    PostMetric,
    by_name,
)

OF_COUNTS = {**OVERLAP, **REACH, **AFFINITY, **PRICE}
ARGUMENTS = {
    "intersection": 10, "size_a": 40, "size_b": 25, "exclusive": 9, "size": 20, "union": 55,
    "people": [45, 10], "shares": [0.2, 0.4], "reach": 20, "followers": 80, "engagements": 3,
    "target_in_medium": 6, "medium": 10, "target_in_base": 30, "base": 100,
    "part": 3, "whole": 5, "price": 700, "views": 2000, "niche_share": 0.5, "cpm": 6,
    "engagement_rate": 0.04, "unique": 1400,
}  # fmt: skip


@pytest.mark.parametrize("name", METRICS)
def test_a_metric_says_what_it_is(name) -> None:
    words = METRICS[name].describe()
    assert words["name"] == name
    assert METRICS[name].version >= 1
    assert all(words[key] for key in words if key != "assumed")
    assert not any("\n" in text or "|" in text for text in words.values())


def test_no_metric_is_called_just_er() -> None:
    bare = {"er", "err", "engagement", "engagement_rate", "overlap", "unique", "reach", "affinity"}
    assert not bare & set(METRICS)


@pytest.mark.parametrize("name", [name for name in METRICS if name.startswith(("er_", "err_"))])
def test_an_engagement_rate_carries_its_vendor(name) -> None:
    assert METRICS[name].source.lower() in name


def test_the_registry_holds_every_group_and_nothing_twice() -> None:
    groups = (ENGAGEMENT, OVERLAP, REACH, AFFINITY, PRICE)
    assert len(METRICS) == sum(map(len, groups))
    assert all(isinstance(metric, PostMetric | CountMetric) for metric in METRICS.values())


def test_two_metrics_of_one_name_are_refused() -> None:
    metric = PRICE["cpm"]
    with pytest.raises(ValueError, match="one name"):
        by_name(metric, metric)


def test_no_two_engagement_metrics_compute_the_same() -> None:
    """One formula under two vendors' names is fine; one vendor with one formula twice is not."""
    formulas = [(metric.source, metric.formula) for metric in METRICS.values()]
    assert len(set(formulas)) == len(formulas)


@pytest.mark.parametrize("name", OF_COUNTS)
def test_a_formula_of_counts_works_elementwise(name) -> None:
    measure = OF_COUNTS[name].measure
    arguments = {
        key: np.array(ARGUMENTS[key], dtype=float) for key in signature(measure).parameters
    }
    one = measure(**arguments)
    assert one.shape == ()
    assert one > 0
    many = measure(**{key: np.stack([it] * 6) for key, it in arguments.items()})
    np.testing.assert_array_equal(many, np.full(6, one))


@pytest.mark.parametrize("name", OF_COUNTS)
def test_a_formula_of_counts_passes_on_what_is_missing(name) -> None:
    measure = OF_COUNTS[name].measure
    for missing in signature(measure).parameters:
        arguments = {key: np.array(ARGUMENTS[key], float) for key in signature(measure).parameters}
        arguments[missing] = np.full_like(arguments[missing], np.nan)
        value = measure(**arguments)
        # The first audience's share that is in the second does not depend on the second's size.
        assert np.isnan(value) or (name, missing) == ("overlap_containment", "size_b")


@pytest.mark.parametrize("name", OF_COUNTS)
def test_a_formula_of_counts_is_never_infinite(name) -> None:
    measure = OF_COUNTS[name].measure
    value = measure(
        **{key: np.zeros_like(ARGUMENTS[key], float) for key in signature(measure).parameters}
    )
    assert not np.isinf(value)
