import json

import pytest
from sample_shortlist import HOSTILE

from leaders.export.briefing import Said
from leaders.export.pictures.svg import (
    LETTER,
    SMALL,
    clean_name,
    element,
    hover,
    legend,
    line,
    measure,
    picture,
    show,
    text,
)
from leaders.export.words import LANGUAGES, Words

EN = Words("en")
FIRST, LAST = "\u2068", "\u2069"


def write(*children):
    return picture(10, 20.04, Said("likely"), Said("possible"), *children, words=EN)


def test_text_and_attributes_are_escaped_and_fit_for_xml():
    drawn = write(element("g", {"id": '"<&\x00'}, "<script>\x07", element("a"), "&"))
    assert '<g id="&quot;&lt;&amp;">&lt;script&gt;<a />&amp;</g>' in drawn


def test_what_is_none_is_left_out():
    assert "<g><a /></g>" in write(element("g", {"id": None}, None, element("a"), None))


def test_coordinates_have_one_decimal_at_most():
    assert [show(it) for it in (1.0, 1.26, -0.01, 10, 1 / 3)] == ["1", "1.3", "0", "10", "0.3"]
    assert 'viewBox="0 0 10 20"' in write()


def test_a_sentence_carries_how_to_say_it_again_and_a_name_does_not():
    said = text(1, 2, Said("picture_number", {"n": 1234}), EN, text_anchor="end", class_="muted")
    assert said.text == "1,234"
    assert said.get("data-t") == "picture_number"
    assert json.loads(said.get("data-v")) == {"n": 1234}
    assert (said.get("text-anchor"), said.get("class")) == ("end", "muted")
    assert dict(text(1, 2, "Anna", EN).items()) == {"x": "1", "y": "2"}


def test_a_line_is_grey_unless_another_class_is_given():
    assert line(1, 2, 3, 4).get("class") == "line"
    assert line(1, 2, 3, 4, class_="s3").get("class") == "s3"


def test_the_frame_names_itself_first():
    drawn = write(element("g"))
    assert drawn.startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox=')
    assert '<title data-t="likely">likely</title><desc data-t="possible">possible</desc>' in drawn
    assert hover("Anna", EN).tag == "title"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_short_isolated_and_visible(name):
    cleaned = clean_name(name, 20)
    assert cleaned[0] == FIRST
    assert cleaned[-1] == LAST
    inside = cleaned[1:-1]
    assert 1 <= len(inside) <= 20
    assert measure(inside) <= 21
    assert inside.isprintable()


def test_nothing_that_turns_hides_or_piles_up_is_left():
    assert clean_name("\u202ea\u200bb\u2066c\ufeff\u2069") == f"{FIRST}abc{LAST}"
    assert clean_name("a\tb\r\nc \u3000 d") == f"{FIRST}a b c d{LAST}"
    assert len(clean_name("z" + "\u0337" * 500)) == len("z") + 2 + 2


@pytest.mark.parametrize("name", [None, "", " ", "\u200b\u202e", "\u3164\u2800", "\x00"])
def test_what_is_empty_to_the_eye_is_a_dash(name):
    assert clean_name(name) == "\u2014"


def test_only_what_is_too_long_is_cut():
    assert clean_name("n" * 12, 12) == FIRST + "n" * 12 + LAST
    assert clean_name("n" * 13, 12) == FIRST + "n" * 11 + "\u2026" + LAST
    assert clean_name("漢" * 6, 12) == FIRST + "漢" * 6 + LAST
    assert clean_name("漢" * 7, 12) == FIRST + "漢" * 5 + "\u2026" + LAST


def test_a_legend_breaks_where_the_longest_language_has_no_room():
    signs = [("c0", "\u25cf", Said("likely"))] * 12
    longest = max(measure(Words(language)("likely")) for language in LANGUAGES)
    lines = legend(0, 30, signs, EN, width=300)
    counts = [sum(it.get("data-t") is not None for it in made) for made in lines]
    assert sum(counts) == 12
    assert max(counts) * longest * SMALL * LETTER < 300 < (max(counts) + 1) * 20 * SMALL * LETTER
    assert len({made.get("y") for made in lines}) == len(lines)
    assert len(legend(0, 30, signs, Words("ru"), width=300)) == len(lines)


def test_a_legend_of_nothing_has_no_line():
    assert legend(0, 0, [], EN) == []
