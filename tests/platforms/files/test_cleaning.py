"""From text to typed rows."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from leaders.platforms.files import open_file

MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)
MORNING = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)


def read(tmp_path: Path, shape: str, header: str, *lines: str) -> tuple[list[Any], list[Any]]:
    """The rows as dicts, and the rejects."""
    path = tmp_path / "file.tsv"
    path.write_text("\n".join([header, *lines]).replace(" | ", "\t"))
    batches = list(open_file(path, shape, {}).batches())
    rows = [row for batch in batches for row in batch.frame.iter_rows(named=True)]
    return rows, [(reject.line, reject.reason) for batch in batches for reject in batch.rejects]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-23", MIDNIGHT),
        ("2026/11/23", MIDNIGHT),
        ("23.11.2026", MIDNIGHT),
        ("23.11.2026 10:30", MORNING),
        ("23.11.2026 10:30:00", MORNING),
        ("2026-11-23 10:30", MORNING),
        ("2026-11-23T10:30", MORNING),
        ("2026-11-23 10:30:00", MORNING),
        ("2026-11-23T10:30:00Z", MORNING),
        ("2026-11-23T10:30:00.000Z", MORNING),
        ("2026-11-23T10:30:00.123456", MORNING.replace(microsecond=123456)),
        ("2026-11-23T13:30:00+03:00", MORNING),
        ("2026-11-23 13:30:00+0300", MORNING),
        ("2026-11-23 05:30:00-05", MORNING),
        (str(int(MORNING.timestamp())), MORNING),
        (str(int(MORNING.timestamp()) * 1000), MORNING),
        ("", None),
    ],
)
def test_dates_in_every_form(tmp_path: Path, text: str, moment: datetime | None) -> None:
    rows, rejects = read(tmp_path, "edges", "from | to | date", f"a | b | {text}")
    assert ([row["happened_at"] for row in rows], rejects) == ([moment], [])


def test_words_are_one_tame_line_and_posts_name_nobody(tmp_path: Path) -> None:
    rows, rejects = read(
        tmp_path, "accounts", "id | about", "a |  I knit\0  @wool ", "b | ", "c | " + "x" * 3000
    )
    assert [row["bio"] for row in rows] == ["I knit @wool", None, "x" * 2000]
    assert rejects == []
    rows, _ = read(tmp_path, "posts", "id | author | message", "p | a | thanks @boris  #wool")
    assert [row["text"] for row in rows] == ["thanks #wool"]


def test_a_rejected_row_is_reported_without_its_words(tmp_path: Path) -> None:
    path = tmp_path / "posts.csv"
    path.write_text("id,author,date,text\np1,ann,never,private words\n")
    rejects = [it for batch in open_file(path, "posts", {}).batches() for it in batch.rejects]
    assert [(it.line, it.text) for it in rejects] == [(2, "p1 | ann | never")]


@pytest.mark.parametrize(
    "text", ["yesterday", "2026-13-01", "2026-02-30", "11/23/2026", "23", "1e9", "2026-11-23T25:00"]
)
def test_what_is_no_date_is_rejected(tmp_path: Path, text: str) -> None:
    rows, rejects = read(tmp_path, "edges", "from | to | date", f"a | b | {text}")
    assert (rows, rejects) == ([], [(2, "date is no date")])


@pytest.mark.parametrize(
    ("text", "weight"),
    [("2", 2.0), ("0.5", 0.5), ("0,5", 0.5), ("1,25", 1.25), (" 1e3 ", 1000.0), ("", None)],
)
def test_weights(tmp_path: Path, text: str, weight: float | None) -> None:
    rows, rejects = read(tmp_path, "edges", "from | to | n", f"a | b | {text}")
    assert ([row["weight"] for row in rows], rejects) == ([weight], [])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("0", "weight is not above zero"),
        ("-1", "weight is not above zero"),
        ("much", "weight is no number"),
        ("nan", "weight is no number"),
        ("inf", "weight is no number"),
        ("-inf", "weight is no number"),
        ("1e999", "weight is no number"),
        ("1,234", "weight is no number"),
    ],
)
def test_bad_weights_are_rejected(tmp_path: Path, text: str, reason: str) -> None:
    assert read(tmp_path, "edges", "from | to | n", f"a | b | {text}") == ([], [(2, reason)])


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("12", 12),
        ("0", 0),
        ("1,234,567", 1_234_567),
        ("1 234 567", 1_234_567),
        ("1\u00a0234", 1_234),
        ("12.0", 12),
        ("12.00", 12),
        ("", None),
    ],
)
def test_counts(tmp_path: Path, text: str, count: int | None) -> None:
    rows, rejects = read(tmp_path, "accounts", "id | followers", f"a | {text}")
    assert ([row["followers_count"] for row in rows], rejects) == ([count], [])


@pytest.mark.parametrize("text", ["many", "-5", "1.5", "1,5", "12.000", "1.2X", "3.4%", "9" * 20])
def test_a_bad_count_is_left_empty_and_its_row_kept(tmp_path: Path, text: str) -> None:
    rows, rejects = read(tmp_path, "accounts", "id | followers", f"a | {text}")
    assert [(row["id"], row["followers_count"]) for row in rows] == [("a", None)]
    assert rejects == [(2, "followers is no whole number: left empty, the row was kept")]


@pytest.mark.parametrize(
    ("text", "is_marked"),
    [("yes", True), ("TRUE", True), ("1", True), ("Да", True), ("ja", True), ("no", False),
     ("0", False), ("нет", False), ("nee", False), ("", None)],
)  # fmt: skip
def test_the_mark_of_advertising(tmp_path: Path, text: str, is_marked: bool | None) -> None:
    rows, rejects = read(tmp_path, "posts", "id | author | is_marked_ad", f"a | b | {text}")
    assert ([row["is_marked_ad"] for row in rows], rejects) == ([is_marked], [])


def test_a_mark_that_is_neither_is_left_empty_and_its_row_kept(tmp_path: Path) -> None:
    rows, rejects = read(tmp_path, "posts", "id | author | marked_as_ads", "a | b | maybe")
    assert [(row["id"], row["is_marked_ad"]) for row in rows] == [("a", None)]
    assert rejects == [(2, "marked_as_ads is neither yes nor no: left empty, the row was kept")]


def test_kinds(tmp_path: Path) -> None:
    rows, rejects = read(
        tmp_path, "edges", "from | to | kind", "a | b | Like", "a | b | ", "a | b | x"
    )
    assert [row["kind"] for row in rows] == ["like", None]
    assert [line for line, _ in rejects] == [4]
    assert rejects[0][1].startswith("kind is none of comment, follow, ")
    rows, rejects = read(tmp_path, "accounts", "id | kind", "a | COMMUNITY", "b | like")
    assert [row["kind"] for row in rows] == ["community"]
    assert rejects == [(3, "kind is none of community, organisation, person")]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("HTTP://EXAMPLE.ORG", "HTTP://EXAMPLE.ORG"),
        ("javascript:alert(1)", None),
        ("https://a b", None),
    ],
)
def test_only_web_addresses_are_urls(tmp_path: Path, text: str, url: str | None) -> None:
    rows, _ = read(tmp_path, "accounts", "id | url", f"a | {text}")
    assert [row["url"] for row in rows] == [url]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("", "from is empty"),
        ("   ", "from is empty"),
        ("@", "from is empty"),
        ("x" * 257, "from is longer than 256 characters"),
        ("a\x07b", "from has control characters"),
        ("1.15292E+17", "from was a float and has lost digits"),
        ("1.15292e17", "from was a float and has lost digits"),
        ("1E+17", "from was a float and has lost digits"),
    ],
)
def test_ids_that_cannot_be_meant_are_rejected(tmp_path: Path, value: str, reason: str) -> None:
    rows, rejects = read(tmp_path, "edges", "from | to", "a | b", f"{value} | b", "c | d")
    assert [row["source"] for row in rows] == ["a", "c"]
    assert rejects == [(3, reason)]


@pytest.mark.parametrize("value", ["x" * 256, "3e8", "0x1F", "1.15", "E+5", "nan", "null"])
def test_odd_ids_that_can_be_meant_are_kept(tmp_path: Path, value: str) -> None:
    rows, rejects = read(tmp_path, "edges", "from | to", f"{value} | b")
    assert ([row["source"] for row in rows], rejects) == ([value], [])


def test_posts_need_an_author_and_interactions_no_post(tmp_path: Path) -> None:
    header = "id | author | date | likes"
    rows, rejects = read(tmp_path, "posts", header, "1 | ann | 2026-11-23 | 5", "2 |  |  | 3")
    assert [list(row.values()) for row in rows] == [[2, "1", "ann", MIDNIGHT, 5]]
    assert rejects == [(3, "author is empty")]
    rows, rejects = read(tmp_path, "edges", "from | to | post", "a | b | ")
    assert ([row["post"] for row in rows], rejects) == ([None], [])
