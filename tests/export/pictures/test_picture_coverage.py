import polars as pl
import pytest
from drawn_picture import outside, overlaps, read, said

from leaders.export.pictures.coverage import MOST, draw_coverage
from leaders.export.words import LANGUAGES, Words
from leaders.model import Ended, Listing

WORDS = Words("en")
COLUMNS = ("platform", "listing", "ended", "listings_count", "declared_count", "fetched_count")


def build(*rows):
    return pl.DataFrame([dict(zip(COLUMNS, row, strict=True)) for row in rows],
                        infer_schema_length=None)  # fmt: skip


def draw(*rows, words=WORDS):
    return read(draw_coverage(build(*rows), words))


def bars(root):
    return [(float(it.get("x")), float(it.get("width")), float(it.get("y")))
            for it in root.iter("rect")]  # fmt: skip


ALL = [("vk", "followers", str(ended), 10 * (n + 1), 100, 50) for n, ended in enumerate(Ended)]


def test_a_bar_is_divided_as_the_listings_ended():
    root = draw(
        ("vk", "followers", "cut", 25, 100, 10), ("vk", "followers", "complete", 75, 50, 50)
    )
    (first, long, _), (second, short, _) = bars(root)
    assert (first, second) == (0, pytest.approx(0.75 * 640))
    assert long + 2 == pytest.approx(3 * (short + 2), abs=0.1)


def test_under_it_each_end_is_said_with_its_number_in_the_order_of_the_bar():
    root = draw(*reversed(ALL))
    shown = " ".join(said(root))
    ends = ["complete: 10", "up to what was known: 20", "cut short: 30", "hidden: 40",
            "account gone: 50", "failed: 60"]  # fmt: skip
    places = [shown.index(end) for end in ends]
    assert places == sorted(places)
    assert [it.find("title").text for it in root.iter("rect")] == ends
    assert len({it.get("class") for it in root.iter("rect")}) == len(Ended)


def test_every_end_and_listing_has_its_words():
    for language in LANGUAGES:
        words = Words(language)
        assert all(words.has(f"picture_ended_{ended}") for ended in Ended)
        assert all(words.has(f"picture_listing_{listing}") for listing in Listing)


def test_a_rare_end_stays_visible():
    root = draw(("vk", "posts", "complete", 99_999, 1, 1), ("vk", "posts", "failed", 1, 1, 1))
    assert bars(root)[1][1] == 1
    assert overlaps(root) == []


def test_fetched_is_told_of_declared_where_all_declare():
    root = draw(
        ("vk", "followers", "complete", 1, 12_000, 11_800),
        ("vk", "followers", "cut", 1, 8_000, 200),
        ("vk", "posts", "complete", 1, None, 900),
    )
    shown = said(root)
    assert "read: 12,000 of 20,000" in shown
    assert "read: 900" in shown


def test_platforms_and_listings_have_a_heading_each_in_one_order():
    root = draw(
        ("youtube", "members", "complete", 1, 1, 1),
        ("vk", "posts", "complete", 1, 1, 1),
        ("vk", "followers", "complete", 1, 1, 1),
    )
    heads = [it for it in said(root) if ": " in it and it.split(":")[0] in ("VK", "YouTube")]
    assert heads == ["VK: followers", "VK: posts", "YouTube: members"]
    heights = [y for _, _, y in bars(root)]
    assert heights == sorted(set(heights))


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_words_and_numbers_do_not_meet(language):
    rows = [
        ("\u202esimulated" * 9, str(listing), str(ended), 10**6, 10**8, 10**8)
        for listing in Listing for ended in Ended
    ]  # fmt: skip
    root = draw(*rows, words=Words(language))
    assert overlaps(root) == []
    assert outside(root) == []


def test_many_kinds_are_cut_to_the_largest_and_counted():
    rows = [
        (platform, str(listing), "complete", n + 1, 1, 1)
        for n, (platform, listing) in enumerate(
            (platform, listing) for platform in ("vk", "ok") for listing in Listing
        )
    ]
    root = draw(*rows)
    assert len(bars(root)) == MOST
    assert f"More kinds, not drawn: {len(rows) - MOST}" in said(root)
    assert "OK: files" in said(root)
    assert "VK: profiles" not in said(root)


def test_the_description_tells_how_many_are_whole():
    root = draw(*ALL)
    assert root.find("desc").text == "Lists read: 210. Of these in full: 10."


def test_an_end_that_nobody_knows_breaks_nothing():
    root = draw(("vk", "new one", "exploded", 3, 1, 1), ("vk", "new one", "complete", 1, 1, 1))
    assert len(bars(root)) == 1
    assert "VK: new one" in said(root)


def test_nothing_read_makes_no_picture():
    assert draw_coverage(build(("vk", "posts", "complete", 0, None, None)), WORDS) is None
