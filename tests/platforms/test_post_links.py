"""The page of a post is made of its id alone where that says it, and never of hostile text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.platforms.post_links import POST_LINKS, link_post


@pytest.mark.parametrize(
    ("post_id", "handle", "link"),
    [
        ("vk:-12_345", None, "https://vk.com/wall-12_345"),
        ("youtube:dQw4w9WgXcQ", "x", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ("telegram:-1001234/56", "knits", "https://t.me/knits/56"),
        ("telegram:-1001234/56", None, None),
        ("mastodon:knit.example/11", "anna@knit.example", "https://knit.example/@anna/11"),
        (
            "bluesky:at://did:plc:abc/app.bsky.feed.post/3k", "anna.example",
            "https://bsky.app/profile/did:plc:abc/post/3k",
        ),
        ("files:d/p1", "x", None), ("simulated:p000001", "x", None),
        ("vk:javascript:alert(1)", "x", None),
        ("youtube:../../../../x", "x", None), ("telegram:-1/2", "a/../b", None),
    ],
)  # fmt: skip
def test_a_post_has_the_address_that_its_platform_gives_it(post_id, handle, link) -> None:
    assert link_post(post_id, handle) == link


@given(st.sampled_from(sorted(POST_LINKS)), st.text(max_size=30), st.text(max_size=20))
def test_whatever_an_id_holds_the_address_is_of_the_platform_or_none(
    platform, post, handle
) -> None:
    link = link_post(f"{platform}:{post}", handle)
    assert link is None or (link.startswith("https://") and not set(link) & set(' "<>\\\n'))
