"""Conditions: what they mean, that nobody is dropped in silence, and that nothing is ever run."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.errors import UsageMistake
from leaders.export import Column
from leaders.facts.condition import read_condition

COLUMNS = (
    Column("who", "x", "text"),
    Column("views", "x", "decimal"),
    Column("ads_share", "x", "share"),
    Column("country", "x", "text"),
    Column("last_post", "x", "text"),
    Column("languages", "x", "text"),
    Column("speaks", "x", "flag"),
)
ROWS = pl.DataFrame(
    {
        "who": ["a", "b", "c", "d"],
        "views": [10.0, 2000.0, None, 1500.0],
        "ads_share": [0.0, 0.03, 0.5, None],
        "country": ["NL", "RU", None, "NL"],
        "last_post": ["2026-10-05", "2026-09-30", None, "2025-01-01"],
        "languages": ["nl 82 %, en 18 %", "ru 100 %", None, "en 60 %, nl 40 %"],
        "speaks": [True, False, None, True],
    }
)


def meet(text: str) -> tuple[str, str]:
    """Who meets a condition, and of whom it is not known."""
    told = ROWS.with_columns(meets=read_condition(text, COLUMNS).expression)
    return (
        "".join(told.filter(pl.col("meets").fill_null(value=False))["who"]),
        "".join(told.filter(pl.col("meets").is_null())["who"]),
    )


@pytest.mark.parametrize(
    ("text", "met", "unknown"),
    [
        ("views >= 1000", "bd", "c"), ("views > 1.5k", "b", "c"), ("views < 1_000", "a", "c"),
        ("VIEWS = 10", "a", "c"), ("views != 10", "bd", "c"),
        ("ads_share <= 3%", "ab", "d"), ("ads_share <= 0.03", "ab", "d"),
        ("country = nl", "ad", "c"), ('country != "NL"', "b", "c"), ("country == 'RU'", "b", "c"),
        ("country in (NL, BE)", "ad", "c"), ("country ~ u", "b", "c"),
        ("last_post >= 2026-10-01", "a", "c"), ("last_post < 2026-10", "bd", "c"),
        ("last_post >= 2026", "ab", "c"), ("last_post <= 2025", "d", "c"),
        ("languages = nl", "ad", "c"), ("languages != nl", "b", "c"),
        ("languages in (ru, de)", "b", "c"), ("languages ~ 82", "a", "c"),
        ("speaks", "ad", "c"), ("not speaks", "b", "c"), ("speaks = no", "b", "c"),
        ("country is unknown", "c", ""), ("country is known", "abd", ""),
        ("country is not unknown", "abd", ""),
        ("views >= 1000 and country = NL", "d", "c"),
        ("views >= 1000 or country = NL", "abd", "c"),
        ("views >= 1000 or ads_share >= 50%", "bcd", ""),
        ("views < 1000 and ads_share >= 50%", "", "c"),
        ("not (views >= 1000 and country = NL)", "ab", "c"),
        ("country = RU or country = NL and views < 100", "ab", "c"),
        ("(country = RU or country = NL) and views < 100", "a", "c"),
        ("views >= 1000 or unknown", "bcd", ""),
        ("(views >= 1000 or unknown) and country is known", "bd", ""),
        ("who=a", "a", ""), ("not not who = a", "a", ""), ("who = 'unknown' or unknown", "", ""),
    ],
)  # fmt: skip
def test_a_condition_is_true_false_or_not_known(text, met, unknown) -> None:
    assert meet(text) == (met, unknown)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"), ("view > 3", "did you mean views?"), ("views >", "breaks off"),
        ("views > x", "'x' is none"), ("views", "what of views"), ("country > NL", "days and"),
        ("(views > 3", "')' is missing"), ("views > 3 views", "not expected"),
        ("views ~ 3", "~ is for text"), ("speaks > 3", "true or false"),
        ("country is NL", "is known or is unknown"), ("'views' > 3", "no column 'views'"),
        ("views > > 3", "a value is missing"), ("country in NL", "'(' is missing"),
        ("views > 3; drop table account", "no column"), ("__import__('os')", "no column"),
        ('country = "NL', "what does"), ("(" * 60 + "speaks", "too many"),
    ],
)  # fmt: skip
def test_what_is_no_condition_is_said_with_an_example(text, said) -> None:
    if text.startswith("views > 3;"):
        said = "'3;' is none"
    with pytest.raises(UsageMistake, match="--where") as error:
        read_condition(text, COLUMNS)
    assert said in str(error.value)
    assert "write for example" in str(error.value)


def test_a_condition_says_which_columns_it_names() -> None:
    condition = read_condition("views > 3  and (speaks or views < 2)", COLUMNS)
    assert condition.columns == ("views", "speaks")
    assert condition.text == "views > 3 and (speaks or views < 2)"


_WORDS = st.sampled_from(
    ["views", "country", "speaks", "and", "or", "not", "(", ")", "is", "known", "unknown", ">=",
     "=", "~", "in", ",", "3", "NL", "2026-01", "'", '"x"', "%", ";", "--", "\\", "é", "\x00"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=60), st.lists(_WORDS, max_size=12).map(" ".join)))
def test_whatever_is_written_is_a_condition_or_a_mistake(text) -> None:
    try:
        condition = read_condition(text, COLUMNS)
    except UsageMistake:
        return
    assert ROWS.select(condition.expression.alias("x"))["x"].dtype == pl.Boolean


_ONE = st.sampled_from(
    ["views >= 1000", "country = NL", "speaks", "ads_share > 2%", "last_post >= 2026",
     "country is known"]
)  # fmt: skip


@given(_ONE, _ONE, st.sampled_from(["and", "or"]))
def test_everybody_meets_it_or_its_contrary_or_is_not_known(one, other, joint) -> None:
    text = f"({one} {joint} {other})"
    met, unknown = meet(text)
    against, unknown_too = meet(f"not {text}")
    assert unknown == unknown_too
    assert sorted(met + against + unknown) == list("abcd")
    assert meet(f"{text} or unknown") == ("".join(sorted(met + unknown)), "")
