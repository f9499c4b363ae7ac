"""Views for money: the cheapest first, and bounds instead of a reach."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.audience.views_only import bound_reach, plan_views

SCHEMA = {
    "account_id": pl.String, "cost": pl.Float64, "views_median": pl.Float64, "is_must": pl.Boolean,
    "owner": pl.Int64,
}  # fmt: skip


def market(*rows: tuple) -> pl.DataFrame:
    """Rows of cost, views, is_must and owner; ids are a, b, c in their order."""
    told = [("abcdefgh"[n], *row) for n, row in enumerate(rows)]
    return pl.DataFrame(told, SCHEMA, orient="row")


def bought(views: pl.DataFrame) -> list[str]:
    return views.filter("is_bought")["account_id"].to_list()


def test_the_cheapest_views_first() -> None:
    views = plan_views(
        market((30, 100, False, 0), (10, 100, False, 1), (50, 1000, False, 2)), 60
    )  # fmt: skip
    assert views.select("account_id", "cpm").rows() == [("c", 50), ("b", 100), ("a", 300)]
    assert bought(views) == ["c", "b"]
    assert bound_reach(views) == (1000, 1100)


def test_what_does_not_fit_is_passed_over() -> None:
    assert bought(plan_views(market((100, 1000, False, 0), (10, 50, False, 1)), 99)) == ["b"]


def test_without_views_only_a_must_is_bought() -> None:
    views = plan_views(market((5, None, False, 0), (5, None, True, 1), (5, 0, False, 2)), 100)
    assert bought(views) == ["b"]
    assert views["cpm"].to_list() == [None] * 3
    assert bound_reach(views) == (0, 0)


def test_a_must_takes_money_from_the_others() -> None:
    views = plan_views(market((90, 10, True, 0), (20, 1000, False, 1), (10, 100, False, 2)), 100)
    assert bought(views) == ["a", "c"]


def test_of_one_owner_no_more_than_allowed() -> None:
    rows = market((1, 100, False, 7), (2, 100, False, 7), (3, 100, False, 8), (4, 100, False, 9))
    assert bought(plan_views(rows, 100)) == ["a", "b", "c", "d"]
    assert bought(plan_views(rows, 100, 1)) == ["a", "c", "d"]
    assert bought(plan_views(rows, 100, 1, [8])) == ["a", "d"]
    assert bought(plan_views(rows, 100, 2, [7, 8])) == ["a", "c", "d"]


def test_nothing_on_offer() -> None:
    assert plan_views(market(), 100).is_empty()
    assert bound_reach(plan_views(market(), 100)) == (0, 0)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 50), st.one_of(st.none(), st.integers(0, 99)), st.just(False),
            st.integers(0, 3),
        ),
        max_size=8,
    ),
    st.integers(0, 120), st.integers(1, 2),
)  # fmt: skip
def test_rules_are_kept_and_the_order_of_rows_is_none(rows: list, budget: int, turns: int) -> None:
    views = plan_views(market(*rows), budget, turns)
    taken = views.filter("is_bought")
    assert taken["cost"].sum() <= budget
    assert taken.is_empty() or taken["owner"].value_counts()["count"].max() <= turns
    least, most = bound_reach(views)
    assert least <= most == pytest.approx(taken["views_median"].sum())
    assert plan_views(market(*rows).reverse(), budget, turns).equals(views)
