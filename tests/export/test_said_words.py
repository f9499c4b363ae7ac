import re

import pytest

from leaders.export import words as package
from leaders.export.briefing import Said
from leaders.export.words import LANGUAGES, Words, attributes, load_words

HOLE = re.compile(r"\{\w+(?:%\d?|\.\d)?\}")


@pytest.mark.parametrize(
    ("language", "value", "decimals", "said"),
    [
        ("en", 1_234_567.891, 1, "1,234,567.9"),
        ("ru", 1_234_567.891, 1, "1\u00a0234\u00a0567,9"),
        ("nl", -1_234.5, 1, "\u22121.234,5"),
        ("en", -0.04, 1, "0.0"),
        ("en", -0.05, 1, "\u22120.1"),
        ("ru", 0, 0, "0"),
    ],
)
def test_numbers_are_marked_as_the_language_does(language, value, decimals, said):
    assert Words(language).number(value, decimals) == said


def test_holes_are_filled_by_their_own_rules(monkeypatch):
    told = {"inner": "in {place}", "outer": "{n} | {share%} | {share%1} | {x.2} | {name} | {it}"}
    numbers = {"thousands": ",", "decimal": "."}
    monkeypatch.setattr(package, "load_words", lambda: {"en": told | numbers})
    inner = Said("inner", {"place": "{n} <b>"})
    said = Words("en")("outer", n=12_345, share=0.256, x=2.0, name="{share%}", it=inner)
    assert said == "12,345 | 26\u00a0% | 25.6\u00a0% | 2.00 | {share%} | in {n} <b>"


def test_every_sentence_has_the_same_holes_in_every_language():
    for key, english in load_words()["en"].items():
        for language in LANGUAGES[1:]:
            other = load_words()[language][key]
            assert sorted(HOLE.findall(other)) == sorted(HOLE.findall(english)), (language, key)
            assert "{" not in HOLE.sub("", other), (language, key)


def test_what_is_nobodys_word_is_an_error():
    with pytest.raises(KeyError):
        Words("en")("no such sentence")
    with pytest.raises(KeyError):
        Words("fr")
    assert not Words("en").has("no such sentence")


def test_attributes_hold_what_the_script_needs():
    said = Said("summary_two", {"one": Said("likely"), "other": "Аня"})
    told = attributes(said)
    assert told["data-t"] == "summary_two"
    assert told["data-v"] == '{"one":{"t":"likely","v":{}},"other":"Аня"}'
    assert attributes(Said("likely")) == {"data-t": "likely"}
