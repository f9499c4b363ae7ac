from drawn_picture import groups, numbers, read, said

from leaders.export.briefing import SharedAudience
from leaders.export.pictures.heat_map import DARKEST, MOST, draw_heat_map
from leaders.export.words import Words

WORDS = Words("en")


def build(shares, seen=None, names=None):
    count = len(shares)
    names = names or tuple(f"account {n}" for n in range(1, count + 1))
    ids = tuple(f"vk:{n}" for n in range(1, count + 1))
    return SharedAudience(ids, names, seen or (1000,) * count, shares, "", ())


THREE = ((1.0, 0.256, None), (0.256, 1.0, 0.04), (None, 0.04, 1.0))


def draw(shared):
    return read(draw_heat_map(shared, WORDS))


def test_every_two_have_a_cell_with_their_percentage():
    cells = groups(draw(build(THREE)))
    shown = {told: [it.text for it in cell.iter("text")] for told, cell in cells.items()}
    assert shown == {
        "account 2 / account 1": ["26"],
        "account 3 / account 2": ["4"],
        "account 3 / account 1": [],
    }


def test_more_is_more_opaque_and_a_number_stays_readable():
    cells = groups(draw(build(THREE)))
    shades = {told: float(cell.find("rect").get("fill-opacity", 0)) for told, cell in cells.items()}
    assert shades["account 2 / account 1"] == round(0.256 * DARKEST, 2)
    assert shades["account 3 / account 2"] < shades["account 2 / account 1"] <= DARKEST
    assert cells["account 2 / account 1"].find("rect").get("class") == "accent"


def test_what_is_not_told_is_hatched_within_its_cell_and_explained():
    root = draw(build(THREE))
    cell = groups(root)["account 3 / account 1"]
    rect, hatch = cell.find("rect"), cell.find("path")
    x, y, width, high = (float(rect.get(it)) for it in ("x", "y", "width", "height"))
    drawn = numbers(hatch.get("d"))
    assert all(x <= it <= x + width for it in drawn[::2])
    assert all(y <= it <= y + high for it in drawn[1::2])
    assert "not told" in " ".join(said(root))
    full = draw(build(((1.0, 0.5), (0.5, 1.0))))
    assert "not told" not in " ".join(said(full))


def test_a_cell_stands_in_its_accounts_row_and_column():
    root = draw(build(THREE))
    place = {told: cell.find("rect") for told, cell in groups(root).items()}
    first, second = place["account 2 / account 1"], place["account 3 / account 2"]
    below = place["account 3 / account 1"]
    assert first.get("x") == below.get("x")
    assert float(first.get("x")) < float(second.get("x"))
    assert second.get("y") == below.get("y")
    assert float(second.get("y")) > float(first.get("y"))


def test_names_are_numbered_with_how_many_were_seen():
    shown = said(draw(build(THREE, seen=(1234, None, 250_000))))
    for text in ("1.", "account 1", "1,234", "< 10", "250k"):
        assert text in shown
    assert shown.count("3") == 1  # heads its column


def test_many_are_cut_and_the_rest_is_counted():
    count = MOST + 5
    shares = tuple(tuple(1.0 for _ in range(count)) for _ in range(count))
    root = draw(build(shares))
    assert len(groups(root)) == MOST * (MOST - 1) / 2
    assert "More accounts, not drawn: 5" in said(root)


def test_where_nothing_is_told_the_description_says_so():
    root = draw(build(((1.0, None), (None, 1.0))))
    assert "No two of them" in root.find("desc").text
    assert "most: 26\u00a0%" in draw(build(THREE)).find("desc").text


def test_one_account_overlaps_with_nobody():
    assert draw_heat_map(build(((1.0,),)), WORDS) is None
    assert draw_heat_map(build(()), WORDS) is None
