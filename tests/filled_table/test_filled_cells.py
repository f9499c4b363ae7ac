"""Cells as people and their spreadsheets write them, and what is said of those that are wrong."""

from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.export.tables import defuse
from leaders.filled_table.cells import (
    latest_day,
    read_count,
    read_date,
    read_format,
    read_link,
    read_price,
    read_text,
)

LATEST = date(2026, 10, 6)


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("12500", 12500), ("12500.5", 12500.5), ("12500,50", 12500.5), ("12 500,50", 12500.5),
        ("12\u00a0500,50", 12500.5), ("12\u202f500", 12500), ("12'500.50", 12500.5),
        ("12.500,50", 12500.5), ("12,500.50", 12500.5), ("1.250.000", 1250000),
        ("1,250,000.5", 1250000.5), ("1 250 000", 1250000), ("0,5", 0.5), ("0.500", 0.5),
        ("12500,509", 12500.51), ("500.", 500), ("007", 7),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(text: str, price: float) -> None:
    assert read_price(text) == pytest.approx(price, abs=0.006)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1.500", "may be 1500 or 1 and 500 thousandths; write 1500 or 1.50"),
        ("12,500", "may be 12500"),
        ("-5", "is below 0"),
        ("−5", "is below 0"),
        ("'-5", "is below 0"),
        ("0", "is 0; write what"),
        ("0,00", "is 0"),
        ("1 2", "is no number"),
        ("12 50", "is no number"),
        ("1,2,3", "is no number"),
        ("12.500.50", "is no number"),
        ("12 500 ₽", "is no number; write digits alone"),
        ("free", "is no number"),
        ("nan", "is no number"),
        ("inf", "is no number"),
        ("1e5", "is no number"),
        ("=1+1", "is no number"),
        ("١٢", "is no number"),
        ("9" * 400, "is more than anything costs"),
    ],
)
def test_numbers_that_cannot_be_meant(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        read_price(text)


@given(
    st.integers(1, 10**11),
    st.sampled_from([(" ", ","), ("\u00a0", ","), (".", ","), (",", "."), ("'", "."), ("", ",")]),
)
def test_every_amount_is_read_back_however_it_is_grouped(cents: int, marks: tuple) -> None:
    between, decimal = marks
    text = f"{cents / 100:,.2f}".replace(".", "d").replace(",", between).replace("d", decimal)
    assert read_price(text) == cents / 100


@given(st.text(max_size=12))
def test_any_other_cell_is_a_number_or_a_sentence(text: str) -> None:
    for read in (read_price, read_count, read_format, lambda it: read_date(it, LATEST)):
        try:
            value = read(text)
        except ValueError as error:
            assert "; " in str(error)  # noqa: PT017
        else:
            assert value is not None


@pytest.mark.parametrize(
    "text",
    ["2026-10-05", "2026/10/05", "05.10.2026", "5.10.2026", "05-10-2026", "2026-10-05 00:00:00",
     "2026-10-05T14:30:00Z"],
)  # fmt: skip
def test_dates_as_people_and_spreadsheets_write_them(text: str) -> None:
    assert read_date(text, LATEST) == date(2026, 10, 5)


def test_slashes_are_read_where_only_one_day_can_be_meant() -> None:
    for text in ("25/09/2026", "09/25/2026"):
        assert read_date(text, LATEST) == date(2026, 9, 25)
    assert read_date("09/09/2026", LATEST) == date(2026, 9, 9)
    with pytest.raises(ValueError, match="may be two dates; write 2026-05-10 or 2026-10-05"):
        read_date("05/10/2026", LATEST)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is empty; say on which day, write year"),
        ("2026-10-07", "is in the future"),
        ("07.10.2026", "is in the future"),
        ("1999-12-31", "too long ago"),
        ("31.02.2026", "is no date"),
        ("05.10.26", "is no date"),
        ("2026", "is no date"),
        ("46300", "is no date"),
        ("yesterday", "is no date; write year-month-day, such as 2026-10-05"),
    ],
)
def test_dates_that_cannot_be_meant(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        read_date(text, LATEST)


def test_formats() -> None:
    told = ["", " Post ", "1/24", "Post  1/24", "Сторис", "2/48"]
    assert [read_format(it) for it in told] == [
        "post", "post", "post 1/24", "post 1/24", "сторис", "post 2/48",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["янв.24", "24-Jan", "Jan-24", "24.янв", "01.01.2024", "2024-01-24", "24-jan-2024"]
)
def test_a_format_that_became_a_date(text: str) -> None:
    with pytest.raises(ValueError, match="a spreadsheet made of it; write post 1/24"):
        read_format(text)


@pytest.mark.parametrize(
    ("text", "count"),
    [("0", 0), ("12500", 12500), ("12 500", 12500), ("12,500", 12500), ("1.250.000", 1_250_000),
     ("12\u00a0500", 12500), ("1'250", 1250)],
)  # fmt: skip
def test_counts_with_and_without_thousands_set_apart(text: str, count: int) -> None:
    assert read_count(text) == count


@pytest.mark.parametrize("text", ["-1", "1.5", "12,50", "many", "1e5", "١٢", "=1", "9" * 400, "%"])
def test_counts_that_cannot_be_meant(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no count; write digits|is more than there can be"):
        read_count(text)


@given(st.text(max_size=30).map(lambda it: f"{it};'=1 {it}") | st.text(max_size=30))
def test_words_come_back_from_a_table_that_no_spreadsheet_runs(text: str) -> None:
    words = read_text(text, 1_000)
    assert read_text(words, 1_000) == words
    safe = pl.select(defuse(pl.lit(words))).item()
    assert read_text(safe, 1_000) == words
    assert words.isprintable() or any(c.isspace() for c in words)


def test_words_are_one_line_without_what_cannot_be_printed() -> None:
    assert read_text("  two\n lines\t\x07 \u202eand\u200b ", 100) == "two lines and"
    assert read_text("'=1+1;' -20 %", 100) == "=1+1; -20 %"
    assert read_text("it's; 'quoted'", 100) == "it's; 'quoted'"
    with pytest.raises(ValueError, match="has 11 characters; write at most 10"):
        read_text("x" * 11, 10)


def test_links_are_of_the_web_alone() -> None:
    assert read_link("") is None
    assert read_link("https://t.me/wool/15?single") == "https://t.me/wool/15?single"
    for wrong in (
        "javascript:alert(1)",
        "t.me/wool",
        "https://a b",
        "https://a\u202eb",
        "file:///x",
    ):
        with pytest.raises(ValueError, match="is no address; write one that begins with https://"):
            read_link(wrong)
    with pytest.raises(ValueError, match="is no address"):
        read_link("https://" + "a" * 2_000)


def test_the_latest_day_is_where_it_begins_first() -> None:
    assert latest_day(datetime(2026, 10, 5, 9, tzinfo=UTC)) == date(2026, 10, 5)
    assert latest_day(datetime(2026, 10, 5, 11, tzinfo=UTC)) == date(2026, 10, 6)
