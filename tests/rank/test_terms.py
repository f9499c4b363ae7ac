"""Every form of a word is one term, and words that look alike are not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.rank.keywords import Keywords
from leaders.rank.terms import (
    LONGEST_FORM,
    LONGEST_TEXT,
    LONGEST_WORD,
    handle_token,
    read_terms,
    read_token,
    split_tokens,
)

SAME = {
    "ru": "вязанием/вязание вяжу/вязать вязала/вязать спицами/спицы пряжи/пряжа крючком/крючок "
    "бежал/бежать бегунов/бегуны рассаду/рассада грядки/грядка испекла/испечь тестом/тесто "
    "детей/дети ребенок/дети люди/человек пчел/пчёлы щенки/щенок лучшая/лучший вяжет/связать",
    "nl": "brei/breien breit/breien gebreid/breien haakt/haken gehaakt/haken hardloopt/hardlopen "
    "sok/sokken trui/truien moestuin/moestuinen gebakken/bakken broden/brood fietst/fietsen "
    "gefietst/fietsen planten/plant kinderen/kind hondje/hond schilderijen/schilderij "
    "geschilderd/schilderen naaide/naaien liep/lopen kookte/koken genaaid/naaien",
    "en": "knitting/knit knits/knitted yarns/yarn ran/running runners/runner baked/baking "
    "bakes/bake children/child knives/knife women/woman gardens/gardening crocheting/crochet "
    "crocheted/crochets dyed/dye sewn/sewing bought/buy puppies/puppy wolves/wolf painted/painting",
}
"""Forms of one word: what a text says, and what a niche's file may say."""
MISSED = {"ru": {"вяжет/связать"}, "nl": {"genaaid/naaien"}, "en": set()}
"""A prefix makes another verb in Russian; a form that no dictionary has is not guessed."""

TRAPS = {
    "ru": "модем/мода домен/дом мать/мат вяз/вязание бегемот/бег специя/спица крюшон/крючок "
    "пряжка/пряжа рисунок/рис тест/тесто печенье/печень щека/щенок котел/кот банка/банк вина/вино",
    "nl": "brein/breien wolf/wol haai/haken broeder/brood baken/bakken sokkel/sok trein/trui "
    "toen/tuin plank/plant honderd/hond naaste/naaien kinderachtig/kind verfijnd/verf lof/lopen",
    "en": "knight/knit yawn/yarn rung/run bakelite/bake sewer/sew wolf/wool organic/organ "
    "university/universe new/news hockey/hook generic/general die/dye paintball/paint "
    "need/needle gardenia/garden",
}
"""Other words, however alike."""
MERGED = {"ru": {"банка/банк", "вина/вино"}, "nl": set(), "en": set()}
"""They have forms that are spelled alike."""

texts = st.text(max_size=60)
letters = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуфхцчшщъыьэюяäéë"))


def is_found(text: str, word: str, language: str) -> bool:
    keywords = Keywords({language: (word,)}, {})
    return any(keywords.match(term) for term in read_terms(text))


def lemmas(text: str) -> list[set[tuple[str, str]]]:
    return [set(term.lemmas) for term in read_terms(text)]


def words(text: str) -> list[str]:
    return [term.word for term in read_terms(text)]


@pytest.mark.parametrize("language", SAME)
def test_forms_of_a_word_are_found_by_it(language) -> None:
    pairs = SAME[language].split()
    missed = {pair for pair in pairs if not is_found(*pair.split("/"), language)}
    assert len(pairs) >= 19
    assert missed == MISSED[language]


@pytest.mark.parametrize("language", TRAPS)
def test_other_words_are_not_found(language) -> None:
    pairs = TRAPS[language].split()
    merged = {pair for pair in pairs if is_found(*pair.split("/"), language)}
    assert len(pairs) >= 14
    assert merged == MERGED[language]


def test_a_word_that_both_dictionaries_have_may_be_of_either_language() -> None:
    assert [{language for language, _ in found} for found in lemmas("water")] == [{"nl", "en"}]
    assert [{language for language, _ in found} for found in lemmas("breien")] == [{"nl"}]
    assert [{language for language, _ in found} for found in lemmas("knitting")] == [{"en"}]
    assert lemmas("编织") == [{("", "编织")}]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("#ВязаниеСпицами", ["вязание", "спицами"]),
        ("#hardlopen_amsterdam", ["hardlopen", "amsterdam"]),
        ("#DIYМастер2024", ["diy", "мастер"]),
        ("#вязаниеспицами", ["вязаниеспицами"]),
        ("#10kmRun", ["km", "run"]),
        ("#5k", ["5k"]),
        ("##knit#yarn", ["knit", "yarn"]),
        ("\uff03knit", ["knit"]),
    ],
)
def test_hashtags_are_split(text, read) -> None:
    assert words(text) == read
    assert all(term.is_glued for term in read_terms(text))


def test_a_hashtag_is_shown_whole() -> None:
    terms = read_terms("вяжу #ВязаниеСпицами")
    assert [term.form for term in terms] == ["вяжу", "#ВязаниеСпицами", "#ВязаниеСпицами"]
    assert [term.whole for term in terms] == ["", "вязаниеспицами", "вязаниеспицами"]


@pytest.mark.parametrize(
    ("handle", "read"),
    [
        ("AnnaKnits.bsky.social", ["anna", "knits"]),
        ("@anna_breit@mastodon.social", ["anna", "breit"]),
        ("noor.haakt-01", ["noor", "haakt"]),
        ("", []),
        ("_", []),
    ],
)
def test_handles_are_split(handle, read) -> None:
    assert [term.word for term in read_token(handle_token(handle))] == read


def test_what_is_not_said_by_the_account_is_not_read() -> None:
    text = "knit @yarn_shop https://yarn.example/knit?wool=1 www.wool.nl mail me@wool.nl 2024 a 🧶"
    assert words(text) == ["knit", "mail"]


def test_disguises_are_seen_through() -> None:
    latin_a, cyrillic_t = "a", "Т"
    assert words(
        f"вяз{latin_a}ние KNI{cyrillic_t}ING 𝗸𝗻𝗶𝘁 kn\u200bit q\u0302knit вяза\u0301ние"
    ) == [
        "вязание",
        "kniting",
        "knit",
        "knit",
        "qknit",
        "вязание",
    ]
    assert words("vkусно") == ["vkусно"]  # v is like nothing: not a disguise


@given(texts)
def test_composed_and_decomposed_letters_are_the_same(text) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert read_terms(decomposed) == read_terms(unicodedata.normalize("NFC", text))


@given(letters)
def test_case_and_yo_do_not_matter(word) -> None:
    assert words(word.upper()) == words(word) == words(word.title())
    assert words(word.replace("е", "ё")) == words(word)


@given(texts, st.sampled_from("\u200b\u200d\u200e\u202e\u2066\ufe0f\ufeff\u00ad"))
def test_invisible_characters_are_not_read(text, mark) -> None:
    assert read_terms(mark.join(text)) == read_terms("".join(text.split(mark)))


@given(texts)
def test_shown_forms_are_short_and_printable(text) -> None:
    for term in [*read_terms(text), *read_terms("#" + text), *read_token(handle_token(text))]:
        assert 0 < len(term.form) <= LONGEST_FORM
        assert term.form.isprintable()
        assert 2 <= len(term.word) <= LONGEST_WORD


@pytest.mark.parametrize(
    "unit",
    ["a" * 1000, "knit ", "#", "# ", "@", "a@", "\u0301", "\ufdfa", "_", "a'", "\u202e", "w."],
)
def test_long_texts_are_read_to_a_length(unit) -> None:
    text = unit * (1_000_000 // len(unit))
    assert split_tokens(text) == split_tokens(text[:LONGEST_TEXT])
    assert all(len(term.word) <= LONGEST_WORD for term in read_terms(text))
