"""What people write is kept in one line, tame and short, and posts without whom they mention."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.platforms.parsing import LONGEST_TEXT, parse_name, parse_post_text, parse_text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Вяжу\n\nи  пряду\t#вязание", "Вяжу и пряду #вязание"), ("a\0b\x1b[31m\x85c", "ab[31m c"),
        ("x\u202eevil\u2066 \ud800y", "xevil y"), ("", ""), (" \n\0", ""), ("z" * 5000, "z" * 2000),
        (None, None), (7, None), ([], None), ({"a": 1}, None), ("👩‍🌾 ok", "👩‍🌾 ok"),
    ],
)  # fmt: skip
def test_a_text_is_one_tame_line(text: object, kept: str | None) -> None:
    assert parse_text(text) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("thanks @anna, @Boris.example and @c@far.example!", "thanks , and !"),
        ("mail me@wool.example #вязание", "mail me@wool.example #вязание"),
        ("see https://medium.example/@anna", "see https://medium.example/"),
        ("5 @ 3 is @@ (@anna_k)", "5 @ 3 is @@ ( )"), ("@катя_вяжет пишет", "пишет"),
        ("hello.@anna", "hello."), (None, None), (7, None), ("@anna", ""),
    ],
)  # fmt: skip
def test_a_post_is_kept_without_whom_it_mentions(text: object, kept: str | None) -> None:
    assert parse_post_text(text) == kept


@given(st.text(max_size=300))
def test_any_text_comes_out_tame_and_reading_it_again_changes_nothing(text: str) -> None:
    kept = parse_text(text)
    assert kept is not None
    assert len(kept) <= LONGEST_TEXT
    assert not [it for it in kept if unicodedata.category(it) in ("Cc", "Cs", "Zl", "Zp")]
    assert parse_text(kept) == kept
    assert (parse_name(text) or "") == kept  # as a name, but longer


@given(st.text("@a. \n", max_size=300))
def test_a_post_without_mentions_has_none_left(text: str) -> None:
    kept = parse_post_text(f"{text} @boris {text}")
    assert kept is not None
    assert "@boris" not in kept
    assert not re.search(r"(?<!\w)@\w", kept)
