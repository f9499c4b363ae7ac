"""What accounts write makes x_T, and can be shown as the reason for it."""

import random
import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.rank.text import HIGHEST, LOWEST, NEWEST_POSTS, AccountText, TextScores, score_texts

WORDS = {"en": ("knitting", "yarn"), "nl": ("breien", "hardlopen"), "ru": ("вязание", "вязать")}
NEGATIVE = {"en": ("knitting factory", "casino")}
VOCABULARY = ["knitting", "yarns", "brei", "вяжу", "casino", "soup", "суп", "fiets", "#Yarn", "42"]

bios = st.lists(st.sampled_from(VOCABULARY), max_size=12).map(" ".join)
accounts = st.builds(
    AccountText, bio=bios, name=bios, handle=st.just("anna"), posts=st.lists(bios, max_size=4)
)


def score(*texts: AccountText | str, seeds: int = 0) -> TextScores:
    """Scores of accounts (a string is a bio), of which the first so many are seeds."""
    rows = [AccountText(text) if isinstance(text, str) else text for text in texts]
    return score_texts(rows, np.arange(len(rows)) < seeds, WORDS, NEGATIVE)


def forms(scores: TextScores, row: int = 0) -> list[tuple[str, str, float]]:
    return [(match.form, match.kind, match.weight) for match in scores.evidence(row)]


def test_the_formula_by_hand() -> None:
    text = AccountText(
        bio="I knit socks",  # 3 knit, 3 socks; "I" is too short
        name="Anna",  # 2
        posts=["casino yarn yarn", "#yarn soup"],  # casino 1, yarn 1 + 2, soup 1
    )
    expected = (3 * 2 + 3 * 2 - 3) / np.sqrt(3 + 3 + 2 + 1 + 3 + 1)
    assert score(text).x[0] == pytest.approx(expected)


def test_what_is_nowhere_said_is_missing_and_what_says_nothing_is_zero() -> None:
    x = score("", "🧶🧶", "\u202e\u200f", "2024", "soup").x
    assert np.isnan(x[:4]).all()
    assert x[4] == 0


def test_evidence_names_the_forms_that_were_written() -> None:
    scores = score(AccountText("Вяжу носки, casino", "#Вязание", posts=["hardloopschoenen"]))
    assert forms(scores) == [
        ("casino", "negative word", -3.0),
        ("Вяжу", "word", 2.0),
        ("#Вязание", "word", 2.0),
        ("hardloopschoenen", "word", 1.0),
    ]
    assert sum(match.share for match in scores.evidence(0)) == pytest.approx(scores.x[0])


def test_evidence_has_the_commonest_form_and_a_limit() -> None:
    scores = score(AccountText(posts=["knits", "knitted yarn", "knitted"]))
    assert [match.form for match in scores.evidence(0)] == ["knitted", "yarn"]
    assert [match.form for match in scores.evidence(0, limit=1)] == ["knitted"]


def test_a_negative_phrase_takes_its_words_with_it() -> None:
    scores = score("Knitting factory", "knitting and the factory")
    assert forms(scores) == [("Knitting factory", "negative word", -3.0)]
    assert scores.x[0] < 0
    assert forms(score("knitting factory, love of knitting")) == [
        ("knitting factory", "negative word", -3.0),
        ("knitting", "word", 2.0),
    ]


def test_what_seeds_say_is_learnt_in_every_form() -> None:
    seeds = ["спицы и суп", "мои спицы", "спицами", "о спицах"]
    others = ["суп дня", "рыбалка", "погода", "новости дня", "футбол"] * 8
    scores = score(*seeds, *others, "спицу беру", seeds=4)
    assert forms(scores, len(scores.x) - 1) == [("спицу", "learnt", pytest.approx(2.3, abs=0.5))]
    assert scores.x[-1] > 1
    assert (scores.x[4:-1] == 0).all()


def test_a_word_of_both_languages_belongs_to_the_one_that_it_stands_in() -> None:
    dutch = ["water zien wij graag", "water drinken wij graag", "wij houden van water"]
    english = ["we like to drink water", "they like the house"] * 20
    scores = score(*dutch, *english, "wij vinden water mooi", seeds=3)
    assert "water" not in {form for row in range(3, 43) for form, _, _ in forms(scores, row)}


def test_a_seed_is_not_judged_by_its_own_words() -> None:
    others = ["погода сегодня"] * 30
    alone = score("спицы", "крючки", "нитки", *others, seeds=3)
    assert (alone.x[:3] == 0).all()


def test_only_the_newest_posts_are_read() -> None:
    posts = ["soup"] * NEWEST_POSTS
    assert score(AccountText(posts=[*posts, "knitting"])).x[0] == 0
    assert score(AccountText(posts=["knitting", *posts])).x[0] > 0


def test_bounds() -> None:
    x = score("yarn " * 9, " ".join(["casino"] * 9), AccountText(posts=["yarn"] * 50)).x
    assert x[2] == HIGHEST
    assert (x >= LOWEST).all()
    assert score(AccountText(posts=["casino"] * 50)).x[0] == LOWEST


def test_no_accounts() -> None:
    assert score().x.shape == (0,)


@given(accounts, st.randoms(use_true_random=False))
def test_the_order_of_words_and_posts_does_not_matter(text, chance: random.Random) -> None:
    def shuffled(words: str) -> str:
        return " ".join(chance.sample(words.split(), len(words.split())))

    posts = [shuffled(post) for post in chance.sample(list(text.posts), len(text.posts))]
    other = AccountText(shuffled(text.bio), shuffled(text.name), text.handle, posts)
    one, two = score(text), score(other)
    np.testing.assert_array_equal(one.x, two.x)
    assert one.evidence(0) == two.evidence(0)


@given(st.lists(accounts, min_size=2, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_accounts_does_not_matter(texts, chance: random.Random) -> None:
    order = chance.sample(range(len(texts)), len(texts))
    is_seed = np.arange(len(texts)) < len(texts) // 2
    one = score_texts(texts, is_seed, WORDS, NEGATIVE)
    other = score_texts([texts[no] for no in order], is_seed[order], WORDS, NEGATIVE)
    np.testing.assert_array_equal(one.x[order], other.x)
    assert [one.evidence(no) for no in order] == [other.evidence(no) for no in range(len(texts))]


@given(accounts, st.sampled_from(["knitted", "yarn", "breit", "вязания"]))
def test_one_more_word_of_the_niche_in_a_post_never_lowers(text, word) -> None:
    # True because no weight is above 3: the mean of what is there cannot fall by more than 2 adds.
    more = AccountText(text.bio, text.name, text.handle, [*text.posts, word])
    before, after = score(text).x[0], score(more).x[0]
    assert after >= before
    assert after > before or before == HIGHEST


@given(accounts)
def test_one_more_negative_word_never_raises_what_is_not_negative(text) -> None:
    more = AccountText(text.bio, text.name, text.handle, [*text.posts, "casino"])
    before, after = score(text).x[0], score(more).x[0]
    assert after < before or before <= 0 or before == HIGHEST


@given(accounts)
def test_composed_and_decomposed_letters_and_yo_are_the_same(text) -> None:
    def changed(words: str) -> str:
        return unicodedata.normalize("NFD", words.replace("е", "ё"))

    other = AccountText(
        changed(text.bio), changed(text.name), text.handle, [changed(post) for post in text.posts]
    )
    np.testing.assert_array_equal(score(text).x, score(other).x)


@given(accounts)
def test_shares_add_up_to_the_score(text) -> None:
    scores = score(text)
    total = sum(match.share for match in scores.evidence(0, limit=100))
    assert np.clip(total, LOWEST, HIGHEST) == pytest.approx(scores.x[0], abs=1e-6)


@pytest.mark.parametrize("unit", ["knitting ", "knitting factory ", "#", "\u202e", "\ufdfa", "a@"])
def test_a_bio_of_a_megabyte(unit) -> None:
    scores = score(AccountText(unit * (1_000_000 // len(unit)), unit * 10_000, unit * 10_000))
    for match in scores.evidence(0):
        assert len(match.form) <= 40
        assert match.form.isprintable()
