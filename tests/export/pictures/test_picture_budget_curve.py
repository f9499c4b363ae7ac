from dataclasses import replace

import polars as pl
import pytest
from drawn_picture import numbers, outside, overlaps, read, said, texts, told
from sample_briefing import build_briefed

from leaders.export.pictures.budget_curve import draw_budget_curve
from leaders.export.words import LANGUAGES, Words

WORDS = Words("en")
PLAN = build_briefed(12).beside.plan


def draw(words=WORDS, **changes):
    return read(draw_budget_curve(replace(PLAN, **changes), words))


def build_points(*points):
    return pl.DataFrame(points, schema={"spent": pl.Float64, "reach": pl.Float64}, orient="row")


def curve(root):
    drawn = numbers(next(it.get("d") for it in root.iter("path") if it.get("class") == "s0"))
    return list(zip(drawn[::2], drawn[1::2], strict=True))


def at(root, said):
    return next(text.element for text in texts(root) if text.said == said)


def test_the_curve_begins_at_nothing_and_never_falls():
    points = build_points((300, 500), (100, 400), (200, 600), (400, 900))
    drawn = curve(draw(points=points))
    assert len(drawn) == 5
    assert [x for x, _ in drawn] == sorted({x for x, _ in drawn})
    assert [y for _, y in drawn] == sorted((y for _, y in drawn), reverse=True)
    assert drawn[2][1] == drawn[3][1]  # 200 buys more than the plan for 300


def test_axes_begin_at_0_and_are_linear():
    root = draw(points=build_points((500, 1000), (1000, 2000)))
    (x0, y0), (x1, y1), (x2, y2) = curve(root)
    assert x1 - x0 == pytest.approx(x2 - x1, abs=0.2)
    assert y0 - y1 == pytest.approx(y1 - y2, abs=0.2)
    assert float(at(root, "1,000").get("y")) - 4.5 == pytest.approx(y1, abs=0.1)
    assert float(at(root, "400").get("x")) == pytest.approx(x0 + 0.8 * (x1 - x0), abs=0.2)


def test_the_plan_is_marked_where_it_stands_and_said_in_words():
    root = draw(points=build_points((480, 1000), (960, 2345.6)))
    (mark,) = [it for it in root.iter("path") if it.get("class") == "c1"]
    x, y = numbers(mark.get("d"))[:2]
    assert (x, y + 8) == pytest.approx(curve(root)[-1], abs=0.2)
    assert told(mark) == "the plan: 960 EUR, people: 2,346"
    assert "the plan" in said(root)
    assert any("the plan: 960 EUR, people: 2,346" in it for it in said(root))


def test_the_budget_is_a_dashed_line_at_its_sum():
    root = draw(budget=600.0, points=build_points((600, 1000), (1000, 1500)))
    (budget,) = [it for it in root.iter("line") if it.get("class") == "s3"]
    assert budget.get("x1") == budget.get("x2")
    assert float(budget.get("x1")) == pytest.approx(curve(root)[1][0], abs=0.1)
    assert "budget: 600 EUR" in said(root)


def test_a_budget_above_all_points_has_room():
    root = draw(budget=5000.0)
    assert outside(root) == []
    (budget,) = [it for it in root.iter("line") if it.get("class") == "s3"]
    assert float(budget.get("x1")) > curve(root)[-1][0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("spent", [1.0, 40.0, 500.0, 1000.0])
def test_labels_never_meet_wherever_the_plan_stands(language, spent):
    reach = 2400 * (spent / 1000) ** 0.6
    root = draw(Words(language), spent=spent, reach=reach, budget=spent, currency="\u202eRUB" * 9)
    assert overlaps(root) == []
    assert outside(root) == []


def test_the_currency_is_in_the_axis_label():
    assert "Money spent, RUB" in said(draw(currency="RUB"))
    assert "Money spent, \u2014" in said(draw(currency=None))


def test_a_reach_that_is_not_told_has_no_mark():
    root = draw(reach=None)
    assert [it for it in root.iter("path") if it.get("class") == "c1"] == []
    assert any("the plan: 960 EUR" in it for it in said(root))


def test_without_money_there_is_no_curve():
    empty = PLAN.points.clear()
    for changes in ({"budget": None}, {"spent": None}, {"points": empty}):
        assert draw_budget_curve(replace(PLAN, **changes), WORDS) is None
    unknown = build_points((100.0, None), (float("nan"), 5.0))
    assert draw_budget_curve(replace(PLAN, points=unknown), WORDS) is None
