"""The platform of what people paste."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.model import IMPORT_ONLY, PlatformName
from leaders.platforms import PLATFORMS
from leaders.recognise import address_of, name_permanently, platform_of, read_native_id


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
        ("https://www.tiktok.com/@ann", "tiktok"),
        ("dzen.ru/vyazanie", "dzen"),
        ("m.ok.ru/group/55", "ok"),
        ("https://rutube.ru/channel/123/", "rutube"),
        ("https://max.ru/knit", "max"),
        ("max:knit", "max"),
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
        "https://www.threads.net/@ann",
    ],
)
def test_what_may_be_of_any_platform_is_of_none(text: str) -> None:
    assert platform_of(text) is None


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    platform_of(text)


def test_what_cannot_be_collected_is_import_only() -> None:
    assert set(IMPORT_ONLY) == set(PlatformName) - set(PLATFORMS) - {PlatformName.FILES}


PAGES = [
    ("instagram", "https://www.instagram.com/Ann.K/", "ann.k"),
    ("instagram", "https://www.instagram.com/_u/ann", "ann"),
    ("instagram", "https://instagram.com/stories/ann/12", "ann"),
    ("instagram", "@Ann", "ann"),
    ("instagram", "instagram:ann", "ann"),
    ("linkedin", "https://www.linkedin.com/in/j%C3%BCrgen-x/", "in/jürgen-x"),
    ("linkedin", "https://nl.linkedin.com/company/Wol/about/", "company/wol"),
    ("linkedin", "ann", "in/ann"),
    ("tiktok", "https://www.tiktok.com/@ann/video/1?x=2", "ann"),
    ("facebook", "https://www.facebook.com/profile.php?id=123", "123"),
    ("facebook", "https://www.facebook.com/pages/Foo/77/", "77"),
    ("facebook", "m.facebook.com/groups/knit/posts/1", "groups/knit"),
    ("facebook", "https://www.facebook.com/knit/posts/1", "knit"),
    ("ok", "https://ok.ru/group/55/topic/1", "group/55"),
    ("ok", "123", "profile/123"),
    ("ok", "https://ok.ru/vyazanie", "vyazanie"),
    ("rutube", "https://rutube.ru/channel/123/videos/", "channel/123"),
    ("rutube", "knit", "u/knit"),
    ("dzen", "https://dzen.ru/id/5e?x=1", "id/5e"),
    ("dzen", "https://dzen.ru/knit", "knit"),
    ("max", "https://max.ru/knit", "knit"),
]


@pytest.mark.parametrize(("platform", "text", "native_id"), PAGES)
def test_an_address_is_an_id_and_an_id_an_address(platform: str, text: str, native_id: str) -> None:
    assert read_native_id(platform, text) == native_id
    assert read_native_id(platform, address_of(platform, native_id)) == native_id
    assert platform_of(address_of(platform, native_id)) == platform


@pytest.mark.parametrize(
    ("platform", "text"),
    [
        ("instagram", "https://www.instagram.com/p/Cx1/"),
        ("instagram", "https://www.instagram.com/reel/Cx1/"),
        ("instagram", "https://vk.com/ann"),
        ("instagram", "https://example.org/ann"),
        ("instagram", "ann smith"),
        ("instagram", "=cmd|' /C calc'!A0"),
        ("instagram", ""),
        ("instagram", "http://[x"),
        ("facebook", "https://www.facebook.com/groups/"),
        ("facebook", "https://www.facebook.com/watch?v=1"),
        ("linkedin", "https://www.linkedin.com/posts/x"),
        ("tiktok", "https://www.tiktok.com/tag/knit"),
        ("dzen", "https://dzen.ru/a/Xx"),
        ("ok", "https://ok.ru/video/1"),
        ("rutube", "https://rutube.ru/video/1/"),
        ("max", "https://max.ru/join/ab"),
    ],
)
def test_what_is_no_page_of_an_account_is_none(platform: str, text: str) -> None:
    assert read_native_id(platform, text) is None


@given(st.sampled_from(IMPORT_ONLY), st.text())
def test_an_id_that_was_read_is_read_again(platform: PlatformName, text: str) -> None:
    native_id = read_native_id(platform, text)
    if native_id is not None:
        assert read_native_id(platform, f"{platform}:{native_id}") == native_id
        assert read_native_id(platform, address_of(platform, native_id)) == native_id


def test_only_pages_of_networks_without_an_interface_are_named_by_their_look() -> None:
    assert name_permanently("https://www.instagram.com/Ann/") == "instagram:ann"
    for text in ("https://vk.com/ann", "ann", "instagram:ann", "https://www.instagram.com/p/1/"):
        assert name_permanently(text) == text
