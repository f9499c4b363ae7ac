"""The language of a text, and the languages of an account."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.facts.languages import count_languages, detect_languages


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Nieuwe sjaal is klaar, kijk maar eens hoe mooi hij is geworden"),
        ("en", "I finished the sweater and it was so much fun to make"),
        ("de", "Ich habe heute einen neuen Pullover gestrickt und bin froh"),
        ("fr", "Je viens de finir un pull pour ma fille"),
        ("es", "Acabo de terminar el jersey para mi hija y es muy bonito"),
        ("it", "Ho finito il maglione per la mia bambina ed è molto bello"),
        ("ru", "Новая шапка готова"),
        ("ru", "Сегодня я связала очень красивый свитер"),
        ("uk", "Нова шапка готова, дуже рада що встигла її зробити"),
        ("bg", "Това е новата ми шапка, която направих за детето"),
        ("ja", "こんにちは今日は編み物"),
        ("ko", "오늘은 스웨터를 만들었어요"),
        ("he", "סיימתי את הסוודר היום"),
    ],
)
def test_a_language_is_known_by_its_script_and_small_words(language, text) -> None:
    assert detect_languages(pl.Series([text])).to_list() == [language]


@pytest.mark.parametrize(
    "text",
    ["hello", "👍👍", "", None, "Breien breien breien breien", "12345 67890",
     "#the #and #of @to_the https://example.org/the-and-of-it-is-was"],
)  # fmt: skip
def test_a_text_that_says_too_little_has_none(text) -> None:
    assert detect_languages(pl.Series([text], dtype=pl.String)).to_list() == [None]


def test_shares_are_of_the_texts_whose_language_can_be_told() -> None:
    texts = pl.DataFrame(
        {
            "account_no": pl.Series([1, 1, 1, 1, 2, 3], dtype=pl.Int32),
            "text": [
                "Vandaag is de trui klaar en ik ben blij", "Dit is een sjaal van de wol van jou",
                "The sweater is ready and it was fun", "👍", "Ещё одна шапка готова", "ok",
            ],
        }
    )  # fmt: skip
    found = {row["account_no"]: row for row in count_languages(texts).to_dicts()}
    assert found[1]["languages"] == [
        {"language": "nl", "share": 0.6667}, {"language": "en", "share": 0.3333},
    ]  # fmt: skip
    assert found[1]["texts_count"] == 3
    assert found[2]["languages"] == [{"language": "ru", "share": 1.0}]
    assert 3 not in found


@given(st.lists(st.one_of(st.none(), st.text(max_size=60)), max_size=5))
def test_each_text_is_read_by_itself(texts) -> None:
    together = detect_languages(pl.Series(texts, dtype=pl.String)).to_list()
    alone = [detect_languages(pl.Series([it], dtype=pl.String)).to_list()[0] for it in texts]
    assert together == alone


def test_signs_that_are_no_letters_count_for_no_script() -> None:
    """A text must have one language at most: Roman numerals are Latin, and no letters."""
    texts = pl.Series(["Ⅷ" * 12 + " привет как дела", "Новая шапка готова"])
    assert detect_languages(texts).to_list() == ["ru", "ru"]
