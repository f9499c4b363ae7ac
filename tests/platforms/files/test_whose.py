"""Whose account a cell means: an id where it is told, and never a guess."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.model import PlatformName
from leaders.platforms.files import open_file
from leaders.platforms.files.whose import read_account, read_platform, read_post

CHANNEL = "UC" + "a" * 22
KNOWN = {"knit": "42", "ann": "7"}


@pytest.mark.parametrize(
    ("word", "platform"),
    [
        ("Instagram", "instagram"), ("ВКонтакте", "vk"), ("Tik Tok", "tiktok"), ("OK", "ok"),
        ("Одноклассники", "ok"), ("Яндекс.Дзен", "dzen"), ("RUTUBE", "rutube"), ("MAX", "max"),
        ("телеграм", "telegram"), ("Snapchat", None), ("", None), ("youtube", "youtube"),
    ],
)  # fmt: skip
def test_a_word_for_a_network(word: str, platform: str | None) -> None:
    assert read_platform(word) == platform


@pytest.mark.parametrize(
    ("platform", "text", "native_id"),
    [
        ("vk", "https://vk.com/club77", "-77"),
        ("vk", "vk.com/id5", "5"),
        ("vk", "-5", "-5"),
        ("vk", "https://vk.com/wall-123_45?reply=1", "-123"),
        ("vk", "https://vk.com/Knit", "42"),
        ("vk", "https://vk.com/somebody", None),
        ("vk", "https://t.me/knit", None),
        ("telegram", "https://t.me/knit", "42"),
        ("telegram", "@Knit", "42"),
        ("telegram", "knit", "42"),
        ("telegram", "https://t.me/somebody", None),
        ("telegram", "-1001234567890", "-1001234567890"),
        ("youtube", f"https://www.youtube.com/channel/{CHANNEL}", CHANNEL),
        ("youtube", "https://www.youtube.com/@knit", "42"),
        ("youtube", "https://www.youtube.com/@somebody", None),
        ("mastodon", "mastodon:12", "12"),
        ("bluesky", "https://bsky.app/profile/knit", "42"),
        ("instagram", "https://www.instagram.com/Ann/", "ann"),
        ("instagram", "Ann", "ann"),
        ("instagram", "https://www.tiktok.com/@ann", None),
        ("instagram", "", None),
    ],
)
def test_whose_it_is(platform: str, text: str, native_id: str | None) -> None:
    assert read_account(platform, text, KNOWN) == native_id


@pytest.mark.parametrize(
    ("platform", "text", "post_id"),
    [
        ("vk", "https://vk.com/wall-123_45", "-123_45"),
        ("vk", "https://vk.com/knit?w=wall-123_45", "-123_45"),
        ("vk", "https://vk.com/knit", None),
        ("telegram", "https://t.me/knit/12", "42/12"),
        ("telegram", "https://t.me/somebody/12", None),
        ("youtube", "https://www.youtube.com/watch?v=abcdefghijk&t=1", "abcdefghijk"),
        ("youtube", "https://youtu.be/abcdefghijk", "abcdefghijk"),
        ("youtube", "https://www.youtube.com/@knit", None),
        ("instagram", "https://www.instagram.com/p/Cx1/?img=2", "p/Cx1"),
        ("ok", "https://ok.ru/group/55/topic/1", "group/55/topic/1"),
        ("ok", "", None),
    ],
)
def test_which_post_it_is(platform: str, text: str, post_id: str | None) -> None:
    assert read_post(platform, text, KNOWN) == post_id


@given(st.sampled_from(list(PlatformName)), st.text())
def test_no_text_is_too_odd(platform: PlatformName, text: str) -> None:
    read_account(platform, text, KNOWN)
    read_post(platform, text, KNOWN)
    read_platform(text)


def read(path: Path, text: str, shape: str) -> tuple[list[Any], list[Any]]:
    path.write_text(text, encoding="utf-8")
    batches = list(open_file(path, shape, {}, "instagram").batches())
    rows = [row for it in batches for row in it.frame.drop("line").iter_rows(named=True)]
    return rows, [(it.line, it.reason) for batch in batches for it in batch.rejects]


def test_any_list_of_accounts_may_give_addresses_or_handles(tmp_path: Path) -> None:
    text = (
        "username,followers\n@Ann,5\nhttps://www.instagram.com/BOB/,6\nhttps://vk.com/x,7\na b,8\n"
    )
    rows, rejects = read(tmp_path / "a.csv", text, "accounts")
    assert [(it["id"], it["handle"], it["url"], it["followers_count"]) for it in rows] == [
        ("ann", "ann", "https://www.instagram.com/ann", 5),
        ("bob", "bob", "https://www.instagram.com/bob", 6),
    ]
    assert rejects == [(n, "names no account of Instagram") for n in (4, 5)]


def test_edges_and_authors_are_named_alike(tmp_path: Path) -> None:
    rows, rejects = read(tmp_path / "e.csv", "from,to\nAnn,instagram.com/bob\nAnn,=1+1\n", "edges")
    assert [(it["source"], it["target"]) for it in rows] == [("ann", "bob")]
    assert [line for line, _ in rejects] == [3]
    rows, _ = read(tmp_path / "p.csv", "id,author,likes\nCx1,@Ann,5\n", "posts")
    assert [(it["id"], it["author"], it["likes_count"]) for it in rows] == [("Cx1", "ann", 5)]
