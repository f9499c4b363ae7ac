from itertools import combinations

import polars as pl
import pytest
from drawn_picture import read, said, texts, told
from sample_briefing import build_briefed

from leaders.export.pictures.audience_sizes import HOVERED, NAMED, draw_audience_sizes
from leaders.export.words import Words

WORDS = Words("en")


def build(rows, **columns):
    """Creators with some columns replaced by the values given."""
    table = build_briefed(rows).tables["creators"]
    return table.with_columns(pl.Series(name, values) for name, values in columns.items())


def draw(*tables):
    named = {f"list {n}": table for n, table in enumerate(tables)}
    return read(draw_audience_sizes(named, WORDS))


def dots(root):
    """By the name that each tells: where it is and its class."""
    return {
        told(it): (float(it.get("cx")), float(it.get("cy")), it.get("class"))
        for it in root.iter("circle")
    }


def test_equal_factors_are_equally_far_on_both_axes():
    table = build(
        3,
        followers_count=[100, 10_000, 1_000_000],
        engagement=[0.1, 0.01, 0.001],
        engagement_formula=["er 1"] * 3,
        name=["a", "b", "c"],
    )
    placed = dots(draw(table))
    (ax, ay, _), (bx, by, _), (cx, cy, _) = (placed[it] for it in "abc")
    assert ax < bx < cx
    assert bx - ax == pytest.approx(cx - bx, abs=0.2)
    assert ay < by < cy
    assert by - ay == pytest.approx(cy - by, abs=0.2)


def test_ticks_stand_where_dots_of_their_value_are():
    table = build(
        3,
        followers_count=[1000, 10_000, 1_000_000],
        engagement=[0.1, 0.01, 0.001],
        engagement_formula=["er 1"] * 3,
        name=["a", "b", "c"],
    )
    root = draw(table)
    placed = dots(root)
    ticks = {text.said: text.element for text in texts(root)}
    assert float(ticks["10k"].get("x")) == pytest.approx(placed["b"][0], abs=0.1)
    assert float(ticks["1M"].get("x")) == pytest.approx(placed["c"][0], abs=0.1)
    for share, name in (("10\u00a0%", "a"), ("1\u00a0%", "b"), ("0.1\u00a0%", "c")):
        assert float(ticks[share].get("y")) - 4.5 == pytest.approx(placed[name][1], abs=0.1)


def test_tiers_have_a_colour_each_and_the_legend_names_those_drawn():
    tiers = ["nano", "mid", "mega", None]
    table = build(4, tier=tiers, name=["a", "b", "c", "d"], followers_count=[1, 20, 300, 4000],
                  engagement=[0.1] * 4)  # fmt: skip
    root = draw(table)
    assert [dots(root)[it][2] for it in "abcd"] == ["c0", "c2", "c4", "muted"]
    legend = " ".join(said(root))
    assert "nano (under 10,000)" in legend
    assert "size not known" in legend
    assert "micro" not in legend


def test_who_has_a_number_that_is_not_known_or_0_is_left_out_and_counted():
    table = build(
        6,
        followers_count=[100, 0, None, 400, 500, 600],
        engagement=[0.1, 0.1, 0.1, None, 0.0, 0.2],
        name=list("abcdef"),
    )
    root = draw(table)
    assert set(dots(root)) == {"a", "f"}
    assert "Not drawn, because a number is not known or is 0: 4" in said(root)


def test_only_the_commonest_formula_is_drawn_and_named():
    table = build(
        5,
        engagement_formula=["er_b 1", "er_a 1", "er_b 1", "er_c 2", "er_a 1"],
        engagement=[0.1] * 5,
        name=list("abcde"),
    )
    root = draw(table)
    assert set(dots(root)) == {"b", "e"}  # of two that are as common, the first by name
    shown = said(root)
    assert "Engagement by er_a 1" in shown
    assert "Not drawn, because another formula does not compare (er_b 1, er_c 2): 3" in shown


def test_the_best_placed_of_all_lists_are_named_and_no_more():
    tables = build_briefed(60, hostile=False).tables
    shown = {
        name: frame.with_columns(
            name=pl.col("account_id").str.slice(3),
            followers_count=100 + (pl.int_range(pl.len()) * 7919 + 31 * len(name)) % 9973 * 40,
            engagement=((pl.int_range(pl.len()) * 3571 + 57 * len(name)) % 997 + 3) / 9000,
            engagement_formula=pl.lit("er 1"),
        )
        for name, frame in tables.items()
    }
    root = read(draw_audience_sizes(shown, WORDS))
    labels = [text for text in texts(root) if "/" in text.said]
    ranks = [int(label.said.rpartition("/")[2]) for label in labels]
    assert 6 <= len(labels) <= NAMED
    assert max(ranks) <= 4  # four lists have their first three before anyone's fifth
    assert not [1 for a, b in combinations(labels, 2) if a.box.meets(b.box)]


def test_all_of_a_long_list_are_drawn():
    table = build_briefed(600).tables["creators"].with_columns(
        followers_count=pl.lit(1000), engagement=pl.lit(0.1), engagement_formula=pl.lit("er 1")
    )  # fmt: skip
    root = draw(table)
    assert len(list(root.iter("circle"))) == HOVERED
    rest = [it.get("d").count("M") for it in root.iter("path")]
    assert sum(rest) == 600 - HOVERED


def test_tables_without_facts_make_no_picture():
    table = build_briefed(5).tables["creators"].drop("engagement", "engagement_formula")
    assert draw_audience_sizes({"creators": table}, WORDS) is None
