"""What is found on the simulated network stays as good as it was; see bench/advertising.py."""

import pytest

from bench.advertising import SILENT, Judged, measure_posts, tell
from leaders.platforms.simulated.advertising_phrases import DECOYS


@pytest.fixture(scope="module")
def posts() -> list[Judged]:
    return measure_posts([5], accounts=1000)


def test_decoys_and_plain_posts_are_not_taken_for_advertising(posts: list[Judged]) -> None:
    taken = [it for it in posts if it.verdict != "none"]
    assert len(taken) > 100
    assert sum(it.is_ad for it in taken) / len(taken) >= 0.97
    assert {it.form for it in posts} > set(DECOYS)


def test_what_is_marked_and_what_shows_itself_is_found(posts: list[Judged]) -> None:
    marked = [it for it in posts if it.form in ("platform", "hashtag")]
    assert all(it.verdict != "none" for it in marked)
    ads = [it for it in posts if it.is_ad and it.form != SILENT]
    assert sum(it.verdict != "none" for it in ads) / len(ads) >= 0.7


def test_praise_without_any_sign_is_not_claimed_to_be_found(posts: list[Judged]) -> None:
    assert all(it.verdict == "none" for it in posts if it.form == SILENT)


def test_whom_it_is_for_is_told_right(posts: list[Judged]) -> None:
    found = [(it, brand) for it in posts for brand in it.found]
    assert len(found) > 100
    assert sum(it.is_ad and it.carried == brand for it, brand in found) / len(found) >= 0.97


def test_the_tables_have_a_row_a_form(posts: list[Judged]) -> None:
    text = tell(posts)
    assert all(f"| {form} " in text for form in DECOYS)
