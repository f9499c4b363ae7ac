"""What a niche names is found where it is said: as a form, a phrase, a hashtag, a compound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.rank.keywords import AGAINST, FOR, GAP, Keywords
from leaders.rank.terms import handle_token, read_terms, read_token


def hits(text: str, words: dict[str, tuple[str, ...]], **negative: tuple[str, ...]) -> list[float]:
    """The weights of the words of a text that are keywords'."""
    keywords = Keywords(words, negative)
    found = [keywords.match(term) for term in read_terms(text)]
    return [keywords.all[hit.no].weight * hit.share for hit in found if hit]


def phrases(text: str, phrase: str, language: str = "en") -> list[str]:
    keywords, terms = Keywords({language: (phrase,)}, {}), read_terms(text)
    return [
        " ".join(term.form for term in terms[start : end + 1])
        for start, end in keywords.find_phrase(0, terms)
    ]


@pytest.mark.parametrize(
    ("text", "word", "language", "expected"),
    [
        ("hardloopschoenen kopen", "hardlopen", "nl", [FOR / 2]),
        ("moestuinieren", "moestuin", "nl", [FOR / 2]),
        ("kindermoestuinen", "moestuin", "nl", [FOR / 2]),
        ("moestuinen", "moestuin", "nl", [FOR]),
        ("wolwinkel", "wol", "nl", []),  # too short to be sure
        ("crochetlove", "crochet", "en", []),  # no compounds but in Dutch ...
        ("#crochetlove", "crochet", "en", [FOR / 2]),  # ... and in hashtags
        ("#вязаниеспицами", "вязание", "ru", [FOR / 2]),
        ("вязаниеспицами", "вязание", "ru", []),
        ("#ВязаниеСпицами", "вязание", "ru", [FOR]),
    ],
)
def test_compounds_count_half(text, word, language, expected) -> None:
    assert hits(text, {language: (word,)}) == expected


def test_a_handle_is_read_like_a_hashtag() -> None:
    keywords = Keywords({"en": ("crochet",)}, {})
    (term,) = read_token(handle_token("crochetbyanna"))
    assert keywords.match(term) == (0, 0.5)


def test_a_word_is_not_found_inside_another() -> None:
    assert hits("скот котел кота", {"ru": ("кот",)}) == [FOR]
    assert hits("hooked unhook hooks", {"en": ("hook",)}) == [FOR, FOR]


def test_a_word_of_one_language_is_not_one_of_another() -> None:
    assert hits("haken", {"nl": ("haken",)}) == [FOR]
    assert hits("haak gehaakt", {"nl": ("haken",)}) == [FOR, FOR]
    assert hits("roman", {"ru": ("роман",)}) == []


@pytest.mark.parametrize("language", ["ru", "nl", "de"])
def test_a_foreign_word_is_found_under_any_language(language) -> None:
    assert hits("Crochet", {language: ("crochet",)}) == [FOR]


def test_a_hashtag_keyword_means_the_hashtag_alone() -> None:
    words = {"en": ("#FinishedObject",)}
    assert hits("#finishedobject", words) == [FOR]
    assert hits("#Finished_Object", words) == [FOR, FOR]  # one keyword, two words
    assert hits("a finished object finishedobject", words) == []


def test_a_negative_word_goes_before_the_same_word_and_before_other_compounds() -> None:
    words = {"nl": ("breien", "moestuin")}
    assert hits("brei", words, nl=("breien",)) == [AGAINST]
    assert hits("moestuinpolitiek", words, nl=("politiek",)) == [AGAINST / 2]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("machine knitting", ["machine knitting"]),
        ("Machines for knitting", ["Machines for knitting"]),
        ("machine for hand knitting", ["machine for hand knitting"]),
        ("machine for all hand knitting", []),
        ("knitting machine", []),
        ("machine machine knits", ["machine knits"]),
        ("#MachineKnitting", ["#MachineKnitting #MachineKnitting"]),
        ("machine knit, machine knit", ["machine knit", "machine knit"]),
    ],
)
def test_a_phrase_is_its_words_in_order_and_near(text, found) -> None:
    assert phrases(text, "machine knitting") == found


def test_a_phrase_is_found_by_any_way_through_its_words() -> None:
    assert phrases("tea cup tea yard cup box", "tea cup box") == ["tea yard cup box"]
    assert phrases("tea cup one two three box", "tea cup box") == []


def test_a_phrase_glued_to_a_hashtag_is_found() -> None:
    assert hits("#вязаниеспицами", {"ru": ("вязание спицами",)}) == [FOR]


@given(st.lists(st.just("filler"), max_size=2 * GAP))
def test_the_gap_in_a_phrase_is_bounded(fillers) -> None:
    found = phrases(" ".join(["machine", *fillers, "knitting"]), "machine knitting")
    assert bool(found) == (len(fillers) <= GAP)


@pytest.mark.parametrize("text", ["🧶", "2024", "a", "#", "\u202e", "https://yarn.example"])
def test_a_keyword_without_a_word_never_matches(text) -> None:
    assert hits(f"{text} knit 2024 a", {"en": (text,)}) == []


def test_keywords_do_not_depend_on_their_order() -> None:
    one = Keywords({"nl": ("wol", "brei"), "en": ("yarn",)}, {"en": ("b", "a")})
    other = Keywords({"en": ("yarn",), "nl": ("brei", "wol", "wol")}, {"en": ("a", "b")})
    assert one.all == other.all
