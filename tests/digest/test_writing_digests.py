"""Digests as text: nothing that strangers wrote becomes markup, and a phone can show it."""

import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.digest import (
    Digest,
    News,
    Unread,
    to_html,
    to_json,
    to_markdown,
    to_telegram,
    to_text,
)
from leaders.digest.news import LONGEST_NAME, call, make_key, plain
from leaders.digest.writing import LONGEST_TELEGRAM, SHOWN, web_address

DAY = datetime(2026, 2, 4, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script>=1+1 \x1b[31m\u202e[a](http://evil.example)*_`\"'"


def news(number: int, who: str = "Ann", url: str | None = None, what: str = "rose") -> News:
    return News(make_key(number), f"x:{number}", number, call("x:1", who), what, url)


def make(**said: object) -> Digest:
    return Digest("yarn", "Yarn", DAY, datetime(2026, 1, 5, tzinfo=UTC), **said)  # type: ignore[arg-type]


class Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def test_the_parts_stand_in_their_order() -> None:
    digest = make(
        contacts=(news(1, "Cleo"),), placements=(news(2, "Pia"),), movements=(news(3, "Mo"),),
        todo=("answer Cleo",), unread=(Unread("vk", "hidden", 2, 2),), notes=("a note",),
        report="https://example.org/report.html",
    )  # fmt: skip
    assert to_text(digest) == (
        "Yarn, 2026-02-04\n\n"
        "news of 1 contact, 1 new placement of competitors, 1 change beyond noise; "
        "2 lists could not be read to the end\n\n"
        "2026-01-05 00:00 to 2026-02-04 00:00 UTC\n\n"
        "Your contacts\n- Cleo: rose\n\nCompetitors\n- Pia: rose\n\nMovements\n- Mo: rose\n\n"
        "To do\n1. answer Cleo\n\nNot read to the end\n- vk: 2 lists hidden by their owners\n\n"
        "Careful\n- a note\n\nThe report <https://example.org/report.html>\n"
    )
    markdown = to_markdown(digest)
    assert "## To do\n\n1. answer Cleo\n\n## Not read" in markdown
    assert "[The report](<https://example.org/report.html>)" in markdown
    for text in (to_html(digest), to_telegram(digest), to_json(digest).decode()):
        places = [text.index(it) for it in ("Cleo", "Pia", "Mo")]
        assert places == sorted(places)


def test_nothing_new_always_comes() -> None:
    assert make().head == "nothing changed"
    told = make(movements=(news(1),), unread=(Unread("vk", "failed", 3, 2),))
    assert told.without({news(1).key}).head == (
        "nothing new since the last digest; 3 lists could not be read to the end"
    )
    assert told.without(set()) == told
    assert "leaders changes yarn" in to_text(make())


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_becomes_markup(who: str, url: str) -> None:
    plain_tags = Tags(to_html(make(movements=(news(1, "Ann"),), todo=("do",)))).names
    page = to_html(make(movements=(news(1, who, url, who),), todo=(f"a {who}",)))
    tags = Tags(page)
    assert [it for it in tags.names if it != "a"] == plain_tags
    assert set(tags.links) <= ({url} if web_address(url) else set())
    for text in (page, to_telegram(make(movements=(news(1, who, url, who),)))):
        assert all(it.isprintable() or it == "\n" for it in text)


def test_hostile_names_are_inert_everywhere() -> None:
    digest = make(movements=(news(1, HOSTILE, "javascript:alert(1)", HOSTILE),), todo=(HOSTILE,))
    for text in (to_html(digest), to_telegram(digest), to_markdown(digest)):
        assert not re.search(r"(?<!\\)<script", text)
        assert "javascript" not in text
        assert "\x1b" not in text
        assert "\u202e" not in text
    assert not re.search(r"(?<!\\)\]\(", to_markdown(digest))
    assert set(re.findall(r"</?(\w+)", to_telegram(digest))) == {"b"}
    told = json.loads(to_json(digest))
    assert told["movements"][0]["url"] is None
    assert "account_no" not in told["movements"][0]


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        ("https://vk.com/anna", True),
        ("HTTP://a.example/b?c=d&e=f", True),
        ("javascript:alert(1)", False),
        ("https://a.example/ b", False),
        ('https://a.example/"onclick=', False),
        ("https://a.example/>b", False),
        ("https://a.example/\u202eb", False),
        (None, False),
    ],
)
def test_only_web_addresses_are_linked(url: str | None, is_one: bool) -> None:
    assert (web_address(url) is not None) == is_one
    page = to_html(make(movements=(news(1, url=url),)))
    assert ("<a " in page) == is_one


def test_a_message_of_a_bot_is_never_too_long() -> None:
    many = tuple(news(it, "\U0001f600" * 40, f"https://a.example/{'b' * 200}") for it in range(30))
    text = to_telegram(make(contacts=many, placements=many, movements=many))
    assert len(text.encode("utf-16-le")) // 2 <= LONGEST_TELEGRAM
    assert text.count("<a ") == text.count("</a>")
    assert text.count("<b>") == text.count("</b>")
    assert text.endswith("…\n\nMore: leaders changes yarn")


def test_it_fits_a_phone() -> None:
    many = tuple(news(it, "W" * 500) for it in range(30))
    page = to_html(make(movements=many))
    assert 'name="viewport" content="width=device-width' in page
    assert page.count("<li>") == SHOWN + 1
    assert "22 more in the report" in page
    assert "src=" not in page
    assert "W" * (LONGEST_NAME + 1) not in page


def test_a_name_that_cannot_be_shown_is_the_id() -> None:
    assert call("x:7", "\u202e\x07", None) == "7"
    assert call("x:\x07") == "x:"
    assert plain("a\n\tb\x00c") == "a b c"
