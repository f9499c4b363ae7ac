"""Pasted links and handles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.platforms import PLATFORMS
from leaders.recognise import platform_of
from leaders.starting.answers import AnswerMistake
from leaders.starting.links import (
    Links,
    name_platforms,
    name_seed,
    platforms_of,
    read_platforms,
    sort_links,
)

PASTED = """
https://vk.com/club1, https://t.me/wool;@ann@mastodon.example
"https://www.youtube.com/@knitting" wolmeisje @anna https://example.org/blog https://vk.com/club1
"""


def test_many_at_once_are_sorted() -> None:
    assert sort_links(PASTED) == Links(
        (
            "https://vk.com/club1", "https://t.me/wool", "@ann@mastodon.example",
            "https://www.youtube.com/@knitting",
        ),
        ("wolmeisje", "@anna"),
        ("https://example.org/blog",),
    )  # fmt: skip
    assert sort_links(" \n,;") == Links()


def test_a_handle_is_named_so_that_its_platform_shows() -> None:
    for platform in PLATFORMS:
        assert platform_of(name_seed(platform, "@ann.example")) == platform


def test_platforms_stand_in_the_order_of_the_seeds() -> None:
    assert platforms_of(["t.me/a", "vk:-1", "t.me/b", "bare"]) == ("telegram", "vk")


def test_platforms_by_name() -> None:
    assert read_platforms("VK, bluesky vk") == ("vk", "bluesky")
    with pytest.raises(AnswerMistake, match="platform: myspace"):
        read_platforms("vk myspace")
    with pytest.raises(AnswerMistake, match="empty"):
        read_platforms(" ")


def test_those_that_can_be_collected_from_are_offered_first() -> None:
    names = name_platforms()
    assert set(names[: len(PLATFORMS) - 1]) == set(PLATFORMS) - {"simulated"}
    assert "instagram" in names
    assert not {"simulated", "files"} & set(names)


@given(st.text())
def test_nothing_pasted_is_lost_or_doubled(text: str) -> None:
    links = sort_links(text)
    every = (*links.seeds, *links.handles, *links.unknown)
    assert len(set(every)) == len(every)
    assert all(it.isprintable() and it == it.strip() and it for it in every)
