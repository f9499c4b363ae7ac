import polars as pl
import pytest
from drawn_picture import groups, numbers, read, said, texts
from sample_briefing import build_briefed

from leaders.export.pictures.intervals import MOST, draw_intervals
from leaders.export.terms import name_sureness
from leaders.export.words import Words

WORDS = Words("en")


def draw(table=None, top=30, rows=60):
    table = build_briefed(rows).tables["creators"] if table is None else table
    return read(draw_intervals(table, top, WORDS))


def marks(root):
    """Of each account the middle of its dot, in the order drawn."""
    return [_middle(group) for group in groups(root).values()]


def _middle(group):
    """The first shape after the whisker is the dot."""
    for shape in reversed(list(group)):
        if shape.tag == "circle":
            return float(shape.get("cx")), float(shape.get("cy"))
        if shape.tag == "rect":
            return float(shape.get("x")) + 4, float(shape.get("y")) + 4
        if shape.tag == "path":
            x, y = numbers(shape.get("d"))[:2]
            return x, y + 6
    raise AssertionError("no dot")


def test_dots_go_right_and_down_with_the_rank():
    places = marks(draw())
    assert len(places) == MOST
    assert places == sorted(places)
    assert len({x for x, _ in places}) == len({y for _, y in places}) == MOST


def test_a_whisker_spans_the_interval_on_the_axis_of_the_dots():
    table = build_briefed(12).tables["creators"].with_columns(
        rank_low=pl.when(pl.col("rank") == 5).then(3).otherwise(pl.col("rank_low")),
        rank_high=pl.when(pl.col("rank") == 5).then(9).otherwise(pl.col("rank_high")),
    )  # fmt: skip
    root = draw(table)
    places = marks(root)
    fifth = list(groups(root).values())[4]
    whisker = next(it for it in fifth if it.tag == "path" and it.get("class") == "line")
    start, _, _, _, end = numbers(whisker.get("d").replace("v8m0-4H", " 0 0 "))[:5]
    assert start == pytest.approx(places[2][0], abs=0.1)
    assert end == pytest.approx(places[8][0], abs=0.1)


def test_a_far_whisker_is_cut_with_an_arrow_and_squeezes_no_others():
    table = build_briefed(20).tables["creators"]
    wide = table.with_columns(
        rank_high=pl.when(pl.col("rank") == 4).then(5000).otherwise(pl.col("rank_high"))
    )
    assert marks(draw(wide))[-1][0] > 0.7 * 640
    arrows = [it for it in draw(wide).iter("path") if "m-5-4l5 4l-5 4" in it.get("d")]
    assert len(arrows) == 1
    assert "5,000" in next(told for told in groups(draw(wide)) if "Анна 4 " in told)


def test_without_an_interval_there_is_a_dot_alone():
    table = build_briefed(5).tables["creators"].with_columns(rank_low=pl.lit(None, pl.Int64))
    root = draw(table)
    assert len(marks(root)) == 5
    assert [it for it in root.iter("path") if it.get("class") == "line"] == []


def test_dots_are_marked_by_how_sure_it_is():
    assert [name_sureness(it) for it in (1.0, 0.9, 0.89, 0.5, 0.49, 0.0, None)] == [
        "certain", "certain", "likely", "likely", "possible", "possible", "not_known",
    ]  # fmt: skip
    table = build_briefed(4).tables["creators"].with_columns(
        p_top=pl.Series([0.95, 0.6, 0.2, None])
    )  # fmt: skip
    classes = [
        {it.get("class") for it in group if it.tag in ("circle", "path", "rect")} - {"line"}
        for group in groups(draw(table)).values()
    ]
    assert classes == [{"c0"}, {"c1"}, {"s2"}, set()]
    squares = list(draw(table).iter("rect"))
    assert len(squares) == 1


def test_the_legend_tells_only_what_is_drawn():
    table = build_briefed(4).tables["creators"].with_columns(p_top=pl.lit(0.95))
    legend = " ".join(said(draw(table)))
    assert "certain" in legend
    assert "possible" not in legend
    assert "not known" not in legend
    assert "the same place" not in legend


def test_equal_ranks_share_a_column_and_are_joined():
    table = build_briefed(6).tables["creators"].with_columns(rank=pl.Series([1, 2, 3, 3, 3, 6]))
    root = draw(table)
    places = marks(root)
    assert places[2][0] == places[3][0] == places[4][0]
    ties = [it for it in root.iter("line") if it.get("class") == "tie"]
    x, first, last = str(places[2][0]), places[2][1], places[4][1]
    joined = [it for it in ties if it.get("x1") == x.removesuffix(".0")]
    assert [(float(it.get("y1")), float(it.get("y2"))) for it in joined] == [(first, last)]
    assert "the same place" in " ".join(said(root))


def test_without_ties_nothing_is_joined():
    assert [it for it in draw().iter("line") if it.get("class") == "tie"] == []


def test_the_border_of_the_top_lies_between_two_ranks():
    root = draw(top=30)
    (border,) = [it for it in root.iter("line") if it.get("class") == "s3"]
    places = marks(root)
    assert places[29][0] < float(border.get("x1")) < places[30][0]
    assert border.get("stroke-dasharray")
    assert "border of the first 30" in " ".join(said(root))
    for without in (draw(top=None), draw(top=500)):
        assert [it for it in without.iter("line") if it.get("class") == "s3"] == []
        assert "border of" not in " ".join(said(without))


def test_names_stand_on_the_line_of_their_dot():
    root = draw(rows=12)
    names = [text for text in texts(root) if "knitting" in text.said]
    for (_, y), name in zip(marks(root), names, strict=True):
        assert name.box.top < y < name.box.bottom
        assert name.box.right < 248
