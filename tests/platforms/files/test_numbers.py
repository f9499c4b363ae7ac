"""Counts as tools write them: what may mean two numbers is none."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.platforms.files.numbers import read_counts


def read(*texts: str) -> list[int | None]:
    return (
        pl.DataFrame({"text": texts}, schema={"text": pl.String})
        .select(read_counts(pl.col("text")))["text"]
        .to_list()
    )


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("7", 7),
        ("12 300", 12_300),
        ("12\u00a0300", 12_300),
        ("12\u202f300", 12_300),
        ("1,234,567", 1_234_567),
        ("7.0", 7),
        ("12.3K", 12_300),
        ("12.3k", 12_300),
        ("12,3 тыс.", 12_300),
        ("1,2 млн", 1_200_000),
        ("1,234 млн", 1_234_000),
        ("1.5M+", 1_500_000),
        ("2B", 2_000_000_000),
        ("0.5 млрд", 500_000_000),
        ("15 К", 15_000),
    ],
)
def test_a_count_is_read(text: str, count: int) -> None:
    assert read(text) == [count]


@pytest.mark.parametrize(
    "text",
    ["", "3.4%", "3,4 %", "-3", "-1K", "1e5", "12.3", "1,234K", "K", "12.3X", "=1+1", "1.2.3K",
     "99999999999999999999", "NaN", "inf", "١٢K"],
)  # fmt: skip
def test_what_is_no_count_or_may_mean_two_is_none(text: str) -> None:
    assert read(text) == [None]


@given(st.integers(0, 10**12), st.sampled_from(["{:d}", "{:,}", " {:d} ", "{:d}.0"]))
def test_a_whole_number_comes_back(count: int, form: str) -> None:
    assert read(form.format(count), f"{count:,}".replace(",", "\u00a0")) == [count, count]


@given(
    st.integers(0, 999), st.integers(0, 9),
    st.sampled_from([("K", 1_000), ("M", 1_000_000), (" тыс.", 1_000), (" млн", 1_000_000)]),
)  # fmt: skip
def test_a_shortened_number_is_exact_in_either_writing(
    whole: int, tenth: int, unit: tuple[str, int]
) -> None:
    suffix, times = unit
    exact = whole * times + tenth * times // 10
    assert read(f"{whole}.{tenth}{suffix}", f"{whole},{tenth}{suffix}") == [exact, exact]


@given(st.lists(st.text(), max_size=5))
def test_no_text_is_too_odd(texts: list[str]) -> None:
    assert all(it is None or it >= 0 for it in read(*texts))
