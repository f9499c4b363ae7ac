"""What a free text publishes: addresses elsewhere and mail addresses, and nothing alike."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.platforms.published import find_emails, find_links

OWN = re.compile(r"(.*\.)?own\.example")


@pytest.mark.parametrize(
    ("text", "emails"),
    [
        ("a@b.com a@b.com A@B.com", ("a@b.com",)), ("mail:x+y@my.host.org!", ("x+y@my.host.org",)),
        ("@a.com, a@b, a@@b.com, https://x@host.com/", ()),
        ("пиши@почта.рф", ()), (" ".join(f"{n}@b.com" for n in range(9)), None),
    ],
)  # fmt: skip
def test_a_mail_address_is_only_what_looks_like_one(
    text: str, emails: tuple[str, ...] | None
) -> None:
    found = find_emails(text)
    assert found == emails if emails is not None else len(found) == 3


def test_at_most_ten_addresses_are_kept_and_none_that_cannot_be_read() -> None:
    assert len(find_links(" ".join(f"https://host{n}.com" for n in range(30)), OWN)) == 10
    for odd in ("https://[::1", "https://localhost/", "ftp://host.com", "https://a\u202eb.com"):
        assert find_links(odd, OWN) == ()


def test_addresses_of_the_platform_itself_are_none_elsewhere() -> None:
    text = (
        "https://own.example/a, (https://www.own.example/b) https://notown.example/c?utm_source=x."
    )
    assert find_links(text, OWN) == ("https://notown.example/c",)


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    for link in find_links(text, OWN):
        assert link.startswith(("http://", "https://"))
    find_emails(text)
