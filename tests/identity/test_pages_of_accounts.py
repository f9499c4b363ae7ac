"""Whose page an address is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.identity.addresses import find_addresses, read_key

PAGES = {
    "https://t.me/Wool": "telegram:wool",
    "https://t.me/s/wool/12": "telegram:wool",
    "https://vk.com/id12": "vk:12",
    "https://vk.com/club12": "vk:-12",
    "https://m.vk.com/wool": "vk:wool",
    "https://instagram.com/wool/?hl=ru": "instagram:wool",
    "https://www.instagram.com/p/Cxyz/": "page:instagram.com/p/Cxyz",
    "https://bsky.app/profile/Alice.example.org": "bluesky:alice.example.org",
    "https://mastodon.social/@Anna": "mastodon:anna@mastodon.social",
    "https://mastodon.social/users/anna": "mastodon:anna@mastodon.social",
    "https://mastodon.social/@anna/1234": "page:mastodon.social/@anna/1234",
    "https://medium.com/@anna": "page:medium.com/@anna",
    "https://youtube.com/@Wool": "youtube:wool",
    "https://youtu.be/aaaaaaaaaaa": "page:youtu.be/aaaaaaaaaaa",
    "https://www.youtube.com/watch?v=aaaaaaaaaaa": "page:youtube.com/watch?v=aaaaaaaaaaa",
    "https://tiktok.com/@wool": "tiktok:wool",
    "https://linkedin.com/in/anna": "linkedin:anna",
    "https://ok.ru/profile/123": "ok:123",
    "https://WWW.Example.org/About/#me": "page:example.org/About",
    "ftp://example.org": None,
    "https://localhost/x": None,
    "anna": None,
    "https://[broken": None,
}


@pytest.mark.parametrize(("address", "key"), PAGES.items())
def test_a_page_has_one_key_however_it_is_written(address, key) -> None:
    assert read_key(address) == key


@given(st.text(max_size=600))
def test_no_text_is_too_odd(text) -> None:
    for address in (text, f"https://{text}", *find_addresses(text)):
        key = read_key(address)
        assert key is None or ":" in key


def test_addresses_in_words_end_where_the_sentence_goes_on() -> None:
    told = "me: t.me/wool, https://x.example/a). And (instagram.com/anna.b). a@t.me/x is none."
    assert find_addresses(told) == [
        "https://t.me/wool", "https://x.example/a", "https://instagram.com/anna.b",
    ]  # fmt: skip
