"""The platform of what people paste."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.recognise import platform_of


@pytest.mark.parametrize(
    ("text", "platform"),
    [
        ("vk:-123", "vk"),
        ("files:set/7", "files"),
        ("https://vk.com/club123", "vk"),
        ("m.vk.com/id5", "vk"),
        ("https://www.youtube.com/@knitting", "youtube"),
        ("https://m.youtube.com/channel/UCabc", "youtube"),
        ("t.me/s/vyazanie", "telegram"),
        ("https://bsky.app/profile/wool.bsky.social", "bluesky"),
        ("wool.bsky.social", "bluesky"),
        ("did:plc:abc", "bluesky"),
        ("at://did:plc:abc/app.bsky.graph.list/1", "bluesky"),
        ("@ann@mastodon.example", "mastodon"),
        ("ann@mastodon.example", "mastodon"),
        ("https://mastodon.example/@ann", "mastodon"),
        ("https://mastodon.example/@ann@other.example", "mastodon"),
        ("https://mastodon.example/users/ann", "mastodon"),
        ("https://www.instagram.com/ann/", "instagram"),
        ("nl.linkedin.com/in/ann", "linkedin"),
    ],
)
def test_a_look_tells(text: str, platform: str) -> None:
    assert platform_of(text) == platform


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@ann",
        "ann",
        "vk.com",
        "https://example.org/blog",
        "notvk.com/x",
        "http://[x",
        "https://www.tiktok.com/@ann",
    ],
)
def test_what_may_be_of_any_platform_is_of_none(text: str) -> None:
    assert platform_of(text) is None


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    platform_of(text)
