"""What is answered: read into what a niche file holds, or told why it cannot be meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.starting.answers import (
    AnswerMistake,
    Party,
    choose_words,
    clean,
    read_addresses,
    read_party,
    read_topic,
    read_words,
)
from leaders.starting.countries import read_country


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("knitting, yarn", "en", {"en": ("knitting", "yarn")}),
        ("вязание, nl: breien, wol", "ru", {"nl": ("breien", "wol"), "ru": ("вязание",)}),
        ("wol; вязание", "nl", {"nl": ("wol",), "ru": ("вязание",)}),
        ("yarn", "ru", {"en": ("yarn",)}),
        ("EN = yarn\nyarn,,#yarn", "nl", {"en": ("yarn", "#yarn")}),
        ("nl:, , ", "en", {}),
    ],
)
def test_words_are_of_the_language_that_is_said_or_shows(text, language, words) -> None:
    assert read_words(text, language) == words


def test_a_short_topic_is_searched_for_and_a_sentence_is_not() -> None:
    assert choose_words("Вязание", "nl") == {"ru": ("Вязание",)}
    assert choose_words("Bloggers who knit in Utrecht", "en") == {}


def test_a_party_is_names_accounts_and_sites() -> None:
    told = "The Yarn Shop, https://vk.com/yarn www.yarn.example; ann@mastodon.example\n@bare"
    assert read_party(told) == Party(
        ("The Yarn Shop", "@bare"),
        ("https://vk.com/yarn", "ann@mastodon.example"),
        ("yarn.example",),
    )


def test_addresses_alone_are_taken_for_links_of_a_client() -> None:
    assert read_addresses("<https://t.me/yarn> https://пряжа.рф/о-нас").domains == ("пряжа.рф",)
    with pytest.raises(AnswerMistake, match="link: yarn, shop"):
        read_addresses("t.me/yarn yarn shop")


@pytest.mark.parametrize(
    ("text", "country"),
    [("nl", "NL"), (" Россия ", "RU"), ("Nederland", "NL"), ("jp", "JP"), ("", None), (" ", None)],
)
def test_a_country_by_its_name_or_letters(text: str, country: str | None) -> None:
    assert read_country(text) == country


@pytest.mark.parametrize("text", ["Atlantis", "N", "N1", "НЛ"])
def test_another_word_is_no_country(text: str) -> None:
    with pytest.raises(AnswerMistake, match="country"):
        read_country(text)


def test_a_topic_is_needed() -> None:
    with pytest.raises(AnswerMistake, match="empty"):
        read_topic(" \x00\u202e ")


@given(st.text())
def test_what_is_kept_is_one_line_that_shows(text: str) -> None:
    kept = clean(text)
    assert kept == kept.strip()
    assert kept.isprintable()
    assert len(kept) <= 200
    assert clean(kept) == kept
