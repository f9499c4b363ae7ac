from dataclasses import replace

import polars as pl
from drawn_picture import groups, outside, overlaps, read, said, texts, told
from sample_briefing import build_briefed

from leaders.export.pictures.slopes import FIRST, draw_slopes
from leaders.export.words import Words

WORDS = Words("en")
CHANGES = build_briefed(12).beside.changes


def build(ranks, telling=(), list_name="creators"):
    """Places of accounts a, b, ... with (before, after); some changed beyond noise."""
    names = [chr(ord("a") + n) if n < 26 else f"z{n}" for n in range(len(ranks))]
    places = pl.DataFrame(
        {
            "account_id": [f"vk:{name}" for name in names],
            "name": names,
            "list": [list_name] * len(names),
            "rank_before": [before for before, _ in ranks],
            "rank_after": [after for _, after in ranks],
        },
        schema_overrides={"rank_before": pl.Int64, "rank_after": pl.Int64},
    )
    rows = places.filter(pl.col("name").is_in(list(telling)))
    return replace(CHANGES, places=places, rows=rows)


def draw(changes, list_name="creators"):
    return read(draw_slopes(changes, list_name, WORDS))


def column(root, x):
    """The names at one side from the top down."""
    named = [text for text in texts(root) if text.element.get("x") == x]
    return [text.said for text in sorted(named, key=lambda it: it.box.top)]


def before(root):
    return column(root, "204")


def after(root):
    return column(root, "436")


def way(root, name):
    group = next(group for said, group in groups(root).items() if said.startswith(f"{name}:"))
    return next(it for it in group.iter("line"))


def test_each_side_is_in_order_of_rank():
    root = draw(build([(1, 3), (2, 1), (3, 2)]))
    assert before(root) == ["a", "b", "c"]
    assert after(root) == ["b", "c", "a"]


def test_a_way_leads_from_the_place_before_to_the_place_after():
    root = draw(build([(1, 3), (2, 1), (3, 2)]))
    up, down = way(root, "b"), way(root, "a")
    assert float(up.get("y2")) < float(up.get("y1"))
    assert float(down.get("y2")) > float(down.get("y1"))
    assert float(up.get("x1")) < float(up.get("x2"))
    assert "a: from place 1 to 3" in groups(root)


def test_what_is_beyond_noise_has_the_colour_of_its_direction():
    root = draw(build([(1, 3), (2, 1), (3, 2)], telling="ab"))
    assert [way(root, it).get("class") for it in "abc"] == ["s1", "s2", "line"]
    assert "no more than chance" in " ".join(said(root))
    muted = {text.said for text in texts(root) if text.element.get("class") == "muted"}
    assert "c" in muted
    assert "a" not in muted


def test_who_entered_or_left_has_a_stub_with_a_mark():
    root = draw(build([(1, None), (2, 1), (None, 2)], telling="ac"))
    left, entered = way(root, "a"), way(root, "c")
    assert left.get("y1") == left.get("y2")
    assert float(left.get("x2")) < 320 < float(entered.get("x2"))
    assert (left.get("class"), entered.get("class")) == ("s1", "s2")
    assert len(list(root.iter("path"))) == 2
    assert {"c: new, place 2", "a: was at place 1, no longer listed"} <= set(groups(root))
    assert "new in the list" in " ".join(said(root))


def test_those_among_the_first_on_either_side_are_drawn():
    ranks = [(n, 61 - n) for n in range(1, 61)]
    root = draw(build(ranks))
    assert len(groups(root)) == 2 * FIRST
    assert "a: from place 1 to 60" in groups(root)
    assert not any("to 21" in said for said in groups(root))
    assert overlaps(root) == []
    assert outside(root) == []
    assert "places after 20" in " ".join(said(root))


def test_equal_ranks_are_joined():
    root = draw(build([(1, 1), (2, 2), (2, 3)]))
    (tie,) = [it for it in root.iter("line") if it.get("class") == "tie"]
    ends = [float(way(root, it).get("y1")) for it in "bc"]
    assert float(tie.get("y1")) < ends[0] < ends[1] < float(tie.get("y2"))


def test_the_sides_are_dated():
    root = draw(build([(2, 1)]))
    assert {"2026-02-01", "now"} <= set(said(root))


def test_one_list_is_drawn_the_first_by_default():
    one, two = build([(1, 2), (2, 1)]), build([(2, 1)], list_name="media")
    both = replace(one, places=pl.concat([two.places, one.places]))
    assert len(groups(draw(both, None))) == 1
    assert len(groups(draw(both, "creators"))) == 2
    assert draw_slopes(both, "brands", WORDS) is None
    assert "Media" in draw(both, None).find("title").text


def test_a_first_ranking_has_nothing_to_compare_with():
    assert draw_slopes(build([(None, 1), (None, 2)]), "creators", WORDS) is None


def test_the_description_counts_directions():
    about = draw(build([(1, 3), (2, 1), (3, 2), (None, 4)], telling="abd")).find("desc").text
    assert "Clearly up or new: 2" in about
    assert "Clearly down or gone: 1" in about


def test_a_name_tells_its_whole_way_under_the_pointer():
    root = draw(build([(1, 2), (2, 1)]))
    assert all(told(group) for group in root.iter("g"))


def test_places_that_all_stayed_are_no_picture():
    assert draw_slopes(build([(1, 1), (2, 2)]), "creators", WORDS) is None
    assert draw_slopes(build([(1, 2), (2, 1)]), "creators", WORDS) is not None


def test_a_list_of_several_platforms_is_named_in_words():
    moved = build([(1, 2), (2, 1)], list_name="VK creators")
    assert draw(moved, "VK creators").find("title").text.endswith("VK, Creators")
