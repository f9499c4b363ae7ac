"""Whom people mean by what they paste."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.platforms.telegram.addresses import (
    is_name,
    mark_channel,
    name_person,
    name_post,
    read_account,
    read_channel,
    read_post,
)

CHANNEL = "telegram:-1001234567890"


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("@Durov", "durov"),
        ("telegram:durov", "durov"),
        ("telegram:@durov", "durov"),
        (" https://t.me/durov ", "durov"),
        ("http://www.t.me/Durov/123?single", "durov"),
        ("t.me/s/durov", "durov"),
        ("https://t.me/s/durov?before=5", "durov"),
        ("telegram.me/durov/", "durov"),
        ("https://telegram.dog/durov#x", "durov"),
        ("https://durov.t.me/7", "durov"),
        ("https://t.me/c/1234567890/55", CHANNEL),
        ("https://t.me/c/123/55", "telegram:-1000000000123"),
        (CHANNEL, CHANNEL),
        ("-1001234567890", CHANNEL),
        ("durov", None),
        ("", None),
        ("@", None),
        ("@ab", None),
        ("@1abc", None),
        ("@two__lines", None),
        ("@дуров", None),
        ("telegram:123", None),
        ("telegram:-123", None),
        ("t.me/+AbCdEf12345", None),
        ("t.me/joinchat/AbCdEf", None),
        ("t.me/addstickers/Cats", None),
        ("t.me/share/url?url=x", None),
        ("https://t.me/c/x/5", None),
        ("https://t.me/", None),
        ("https://evil.example/t.me/durov", None),
        ("https://t.me.evil.example/durov", None),
        ("https://t.me/" + "a" * 600, None),
    ],
)
def test_whom_a_text_names(text, account) -> None:
    assert read_account(text) == account


@given(st.text())
def test_any_text_names_somebody_or_nobody(text) -> None:
    found = read_account(text)
    assert found is None or is_name(found) or read_channel(found)
    assert read_post(text) is None or text.startswith("telegram:-1")


@given(st.integers() | st.none() | st.text() | st.floats())
def test_numbers_that_make_no_sense_name_nobody(number) -> None:
    marked = mark_channel(number)
    assert marked is None or read_channel(f"telegram:{marked}") == marked
    person = name_person(number)
    assert person is None or person == f"telegram:{number}"
    post = name_post(CHANNEL, number)
    assert post is None or read_post(post) == (-1001234567890, number)


def test_the_marks_are_those_of_telegrams_bots() -> None:
    assert mark_channel(1234567890) == -1001234567890
    assert mark_channel(0) is None
    assert mark_channel(10**12) is None
    assert read_post(f"{CHANNEL}/17") == (-1001234567890, 17)
    assert read_post(f"{CHANNEL}/0") is None
    assert read_post(f"{CHANNEL}/9999999999") is None
